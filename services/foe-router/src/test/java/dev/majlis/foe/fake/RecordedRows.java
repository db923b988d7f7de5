package dev.majlis.foe.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON lines of rows that have what experts said about them, so that nobody needs to be asked. */
public final class RecordedRows {
    private RecordedRows() {}

    /** Lines with what the classifiers of a pool say, whose ids are a letter and 0 to 2. */
    public static String recorded(String letter, String lines) {
        return lines.lines()
                .map(line -> {
                    ObjectNode row = (ObjectNode) Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
                    for (int k = 0; k < 3; k++) {
                        ObjectNode said = row.withObject("outputs").putObject(letter + k);
                        String input = row.path("input").asText();
                        for (float probability : WordExperts.probabilities(letter + k, WordWorkers.LABELS, input)) {
                            said.withArray("probabilities").add(probability);
                        }
                    }
                    return row.toString();
                })
                .collect(Collectors.joining("\n"));
    }

    /** Prompts about {@code d0} to {@code d2}, and texts by the generators {@code g0} to {@code g2}. */
    public static String prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        """
                        {"input":"say%s %c%c","references":["x"],"outputs":{"g0":{"text":"by g0"},"g1":{"text":"by g1"},"g2":{"text":"by g2"}}}"""
                                .formatted(" d%d".formatted(i % 3).repeat(4), 'A' + i % 20, 'K' + i / 20))
                .collect(Collectors.joining("\n"));
    }

    /** Moods by {@code news} and {@code reviews}, of which each knows a half. */
    public static String moods(int count, char letter) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        """
                        {"input":"%c %d","label":"%s","outputs":{"news":{"probabilities":[%s]},"reviews":{"probabilities":[%s]}}}"""
                                .formatted(
                                        letter,
                                        i,
                                        i % 2 == 0 ? "bad" : "good",
                                        i % 4 == 0 ? "0.9,0.1" : "0.5,0.5",
                                        i % 4 == 1 ? "0.1,0.9" : "0.5,0.5"))
                .collect(Collectors.joining("\n"));
    }
}
