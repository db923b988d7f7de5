package dev.majlis.foe.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Caps;
import java.util.ArrayList;
import java.util.List;

/**
 * Policies as requests name them: a word, {@code "foe_full"}, or an object, {@code {"name": "foe_frugal", "lambda": 0.02,
 * "max_cost": 3, "max_experts": 4, "max_loss": 0.1}}; {@code single} has {@code expert}, {@code random} {@code count} and
 * {@code seed}, {@code cascade} {@code order} and {@code thresholds}.
 */
public final class PolicyReader {
    private static final double LAMBDA = 0.02;

    private PolicyReader() {}

    /** @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD} naming the field */
    public static Policy read(JsonNode node) {
        String name = node.isTextual() ? node.asText() : node.path("name").asText();
        return switch (name) {
            case "single" -> new Policy.Single(integer(node, "expert", -1));
            case "best_single" -> new Policy.BestSingle();
            case "random" -> new Policy.RandomExperts(integer(node, "count", 1), integer(node, "seed", 1));
            case "uniform_ensemble" -> new Policy.UniformEnsemble();
            case "majority" -> new Policy.Majority();
            case "max_confidence" -> new Policy.MaxConfidence();
            case "confidence_vote" -> new Policy.ConfidenceVote();
            case "foe_full" -> new Policy.FoeFull();
            case "foe_first_only" -> new Policy.FoeFirstOnly();
            case "foe_frugal" -> frugal(node);
            case "cascade" -> cascade(node);
            default -> throw Failures.invalid("/policy", "is '" + name + "', which is no policy of requests");
        };
    }

    private static Policy frugal(JsonNode node) {
        int experts = integer(node, "max_experts", Integer.MAX_VALUE);
        if (experts < 1) {
            throw Failures.invalid("/policy/max_experts", "is " + experts + ", must be at least 1");
        }
        double cost = number(node, "max_cost", Double.POSITIVE_INFINITY);
        double loss = number(node, "max_loss", Double.POSITIVE_INFINITY);
        return new Policy.FoeFrugal(number(node, "lambda", LAMBDA), new Caps(cost, experts, loss));
    }

    private static Policy cascade(JsonNode node) {
        List<Integer> order = new ArrayList<>();
        node.path("order").forEach(each -> order.add(each.asInt(-1)));
        List<Double> thresholds = new ArrayList<>();
        node.path("thresholds").forEach(each -> thresholds.add(each.asDouble()));
        return new Policy.Cascade(order, thresholds);
    }

    private static int integer(JsonNode node, String field, int absent) {
        if (node.path(field).isMissingNode()) {
            return absent;
        }
        if (!node.path(field).canConvertToInt() || !node.path(field).isIntegralNumber()) {
            throw Failures.invalid("/policy/" + field, "is no whole number");
        }
        return node.path(field).asInt();
    }

    private static double number(JsonNode node, String field, double absent) {
        if (node.path(field).isMissingNode()) {
            return absent;
        }
        double value = node.path(field).isNumber() ? node.path(field).asDouble() : Double.NaN;
        if (!(value >= 0)) {
            throw Failures.invalid("/policy/" + field, "is " + node.path(field) + ", must be a number of at least 0");
        }
        return value;
    }
}
