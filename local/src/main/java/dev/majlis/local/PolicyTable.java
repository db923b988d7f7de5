package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Policies of a pool side by side: how often each is right, with its interval, and what an answer costs. */
final class PolicyTable {
    private final Map<String, JsonNode> lines = new LinkedHashMap<>();

    /**
     * @param words what the policy is called in the table
     * @param policy as the report calls it
     */
    PolicyTable line(String words, JsonNode report, String policy) {
        for (String part : List.of("policies", "lambda_sweep")) {
            for (JsonNode line : report.path(part)) {
                if (line.path("policy").asText().equals(policy)) {
                    lines.put(words, line);
                    return this;
                }
            }
        }
        throw new LauncherException("the evaluation tells nothing of policy " + policy);
    }

    String text() {
        Table table = new Table("policy", "right", "95 % interval", "over best single", "experts asked", "cost");
        lines.forEach((words, line) -> table.row(
                words,
                percent(line.path("accuracy")),
                percent(line.at("/accuracy_ci95/0")) + " to " + percent(line.at("/accuracy_ci95/1")),
                points(line.at("/over_best_single_ci95/0")) + " to " + points(line.at("/over_best_single_ci95/1")),
                "%.2f".formatted(line.path("mean_experts").asDouble()),
                "%.2f".formatted(line.path("mean_cost").asDouble())));
        return table.text();
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? "%.1f %%".formatted(100 * share.asDouble()) : "-";
    }

    private static String points(JsonNode share) {
        return share.isNumber() ? "%+.1f".formatted(100 * share.asDouble()) : "-";
    }
}
