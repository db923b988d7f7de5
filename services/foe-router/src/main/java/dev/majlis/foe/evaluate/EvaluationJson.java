package dev.majlis.foe.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;

/** An evaluation as JSON: fixed order of fields, null for what a policy has not, no time stamp, so equal runs are equal bytes. */
public final class EvaluationJson {
    private EvaluationJson() {}

    /** UTF-8, ending with a line break. */
    public static byte[] write(Evaluation evaluation) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("rows", evaluation.rows());
        ArrayNode policies = root.putArray("policies");
        evaluation.reports().forEach(report -> policies.add(node(report)));
        ArrayNode sweep = root.putArray("lambda_sweep");
        evaluation.sweep().forEach(report -> sweep.add(node(report)));
        ArrayNode front = root.putArray("pareto_front");
        evaluation.front().forEach(report -> front.add(report.policy()));
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode node(PolicyReport report) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("policy", report.policy());
        number(node, "accuracy", report.accuracy());
        interval(node, "accuracy_ci95", report.accuracyInterval());
        interval(node, "over_best_single_ci95", report.overBestSingle());
        number(node, "macro_f1", report.macroF1());
        number(node, "log_loss", report.logLoss());
        number(node, "ece", report.calibrationError());
        number(node, "selection_accuracy", report.selectionAccuracy());
        number(node, "mean_cost", report.meanCost());
        ObjectNode costs = node.putObject("mean_costs");
        number(costs, "money", report.costs().money());
        number(costs, "ms", report.costs().ms());
        number(costs, "energy_j", report.costs().energyJ());
        number(costs, "tokens", report.costs().tokens());
        number(node, "mean_experts", report.meanExperts());
        node.put("p95_experts", report.p95Experts());
        ObjectNode domains = node.putObject("by_domain");
        report.byDomain().forEach((domain, score) -> {
            ObjectNode each = domains.putObject(domain);
            each.put("rows", score.rows());
            number(each, "accuracy", score.accuracy());
            interval(each, "accuracy_ci95", score.interval());
        });
        ObjectNode choices = node.putObject("choices");
        report.choices().names().forEach(choices.putArray("names")::add);
        ArrayNode counts = choices.putArray("right_by_chosen");
        for (int[] row : report.choices().counts()) {
            ArrayNode cells = counts.addArray();
            for (int count : row) {
                cells.add(count);
            }
        }
        return node;
    }

    private static void interval(ObjectNode node, String field, Interval interval) {
        node.putArray(field).add(interval.low()).add(interval.high());
    }

    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }
}
