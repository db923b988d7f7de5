package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;

/** The report of an adaptation as a table: a line a policy, and the gains with their intervals. */
final class ProofTable {
    private ProofTable() {}

    static String of(JsonNode report) {
        var table = new Table("policy", report.path("measure").asText() + " × 100", "gain over first", "95 %");
        for (JsonNode policy : report.path("policies")) {
            JsonNode gain = policy.path("gain_over_first");
            table.row(
                    policy.path("policy").asText(),
                    "%.1f".formatted(100 * policy.path("value").asDouble()),
                    points(gain.path("mean")),
                    interval(gain));
        }
        JsonNode gain = report.path("gain_over_before");
        return table.text()
                + "%n%nafter over before: %s points, 95 %% interval %s"
                        .formatted(points(gain.path("mean")), interval(gain));
    }

    private static String interval(JsonNode gain) {
        return points(gain.path("low")) + " to " + points(gain.path("high"));
    }

    private static String points(JsonNode value) {
        return "%+.1f".formatted(100 * value.asDouble());
    }
}
