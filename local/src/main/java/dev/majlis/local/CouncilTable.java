package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;

/** The object {@code majlis} of a best-of answer as a table: a line a candidate, the chosen one marked. */
final class CouncilTable {
    private static final int WIDTH = 78;

    private CouncilTable() {}

    static String of(JsonNode council) {
        Table table = new Table("", "score", "tokens", "candidate");
        int index = 0;
        for (JsonNode candidate : council.path("candidates")) {
            JsonNode score = candidate.path("score");
            table.row(
                    index == council.path("chosen").asInt(-1) ? "*" : " ",
                    score.isNumber() ? "%.4f".formatted(score.asDouble()) : "-",
                    candidate.path("tokens").asText("-"),
                    shortened(candidate.path("text").asText("")));
            index++;
        }
        return table.text();
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
    }
}
