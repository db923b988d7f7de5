package dev.majlis.foe.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.pool.Pool;
import dev.majlis.mesh.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Policies as requests name them: a word, {@code "foe_full"}, or an object, {@code {"name": "foe_frugal", "lambda": 0.02,
 * "max_cost": 3, "max_experts": 4, "max_loss": 0.1}}; {@code single} has {@code expert}, {@code random} {@code count} and
 * {@code seed}, {@code cascade} {@code order} and {@code thresholds}.
 */
public final class PolicyReader {
    private static final double LAMBDA = 0.02;

    private static final Pattern SHORT = Pattern.compile("([a-z_]{1,40})(?:\\(([^()]{1,200})\\))?");

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
            case "route_by_prompt" -> new Policy.RouteByPrompt(number(node, "lambda", 0));
            case "cascade" -> cascade(node);
            default -> throw Failures.invalid("/policy", "is '" + name + "', which is no policy of requests");
        };
    }

    /**
     * As {@link #read(JsonNode)}, with experts by id as well as by place, and short forms: {@code "single(smol-warm)"}, {@code
     * "foe_frugal(0.05)"}, {@code "random(3)"}, {@code "route_by_prompt(0.01)"}.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD} naming the field
     */
    public static Policy read(JsonNode node, Pool pool) {
        if (!node.isTextual() && !node.isObject()) {
            throw Failures.invalid("/policy", "is neither a word nor an object");
        }
        ObjectNode full = node.isTextual() ? expanded(node.asText()) : node.deepCopy();
        if (full.path("expert").isTextual()) {
            full.put("expert", place(full.path("expert").asText(), "/policy/expert", pool));
        }
        if (full.path("order").isArray()) {
            ArrayNode order = full.arrayNode();
            full.path("order")
                    .forEach(each ->
                            order.add(each.isTextual() ? place(each.asText(), "/policy/order", pool) : each.asInt(-1)));
            full.set("order", order);
        }
        return read(full);
    }

    private static ObjectNode expanded(String text) {
        Matcher form = SHORT.matcher(text);
        if (!form.matches()) {
            throw Failures.invalid("/policy", "is '" + text + "', which is no policy of requests");
        }
        ObjectNode full = Json.mapper().createObjectNode().put("name", form.group(1));
        String argument = form.group(2);
        if (argument == null) {
            return full;
        }
        return switch (form.group(1)) {
            case "single" -> full.put("expert", argument);
            case "random" -> full.set("count", parsed(argument));
            default -> full.set("lambda", parsed(argument));
        };
    }

    private static JsonNode parsed(String argument) {
        try {
            return DecimalNode.valueOf(new BigDecimal(argument));
        } catch (NumberFormatException e) {
            throw Failures.invalid("/policy", "has the argument '" + argument + "', which is no number");
        }
    }

    private static int place(String id, String field, Pool pool) {
        for (int k = 0; k < pool.size(); k++) {
            if (pool.experts().get(k).id().equals(id)) {
                return k;
            }
        }
        throw Failures.invalid(field, "names the expert '" + id + "', which is not in pool " + pool.id());
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
        if (!node.path(field).canConvertToExactIntegral() || !node.path(field).canConvertToInt()) {
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
