package dev.majlis.foe.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** An evaluation as JSON: fixed order of fields, null for what a policy has not, no time stamp, so equal runs are equal bytes. */
public final class EvaluationJson {
    private EvaluationJson() {}

    /** UTF-8, ending with a line break. */
    public static byte[] write(Evaluation evaluation) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("rows", evaluation.rows());
        ArrayNode policies = root.putArray("policies");
        evaluation.reports().forEach(report -> policies.add(node(report)));
        ArrayNode front = root.putArray("pareto_front");
        evaluation.front().forEach(report -> front.add(report.policy()));
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode node(PolicyReport report) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("policy", report.policy());
        number(node, "accuracy", report.accuracy());
        ArrayNode interval = node.putArray("accuracy_ci95");
        List<Double> bounds = Arrays.asList(
                report.accuracyInterval().low(), report.accuracyInterval().high());
        bounds.forEach(interval::add);
        number(node, "macro_f1", report.macroF1());
        number(node, "log_loss", report.logLoss());
        number(node, "ece", report.calibrationError());
        number(node, "selection_accuracy", report.selectionAccuracy());
        number(node, "mean_cost", report.meanCost());
        number(node, "mean_experts", report.meanExperts());
        node.put("p95_experts", report.p95Experts());
        ObjectNode domains = node.putObject("by_domain");
        report.byDomain().forEach((domain, accuracy) -> number(domains, domain, accuracy));
        return node;
    }

    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }
}
