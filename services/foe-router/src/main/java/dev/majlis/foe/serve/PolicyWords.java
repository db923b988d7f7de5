package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Policies as people write them: what {@link PolicyReader} reads, with ids of experts in place of their numbers, or in one word
 * with an argument, as in a model name: {@code foe_frugal(0.05)}, {@code single(smol-warm)}, {@code random(3)}.
 */
public final class PolicyWords {
    private static final Pattern CALL = Pattern.compile("([a-z_]+)\\(([^()]*)\\)");

    private PolicyWords() {}

    /**
     * @param experts ids of the pool, in its order
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD}
     */
    public static Policy read(JsonNode node, List<String> experts) {
        if (node.isTextual()) {
            Matcher call = CALL.matcher(node.textValue());
            return PolicyReader.read(call.matches() ? called(call.group(1), call.group(2), experts) : node);
        }
        if (!node.isObject()) {
            throw Failures.invalid("/policy", "must be a word or an object");
        }
        ObjectNode numbered = node.deepCopy();
        if (numbered.path("expert").isTextual()) {
            numbered.put("expert", number(numbered.path("expert").textValue(), experts));
        }
        if (numbered.path("order").isArray()) {
            ArrayNode order = JsonNodeFactory.instance.arrayNode();
            numbered.path("order")
                    .forEach(each ->
                            order.add(each.isTextual() ? new IntNode(number(each.textValue(), experts)) : each));
            numbered.set("order", order);
        }
        return PolicyReader.read(numbered);
    }

    /** As {@link #read(JsonNode, List)}, of a word. */
    public static Policy read(String words, List<String> experts) {
        return read(TextNode.valueOf(words), experts);
    }

    private static JsonNode called(String name, String argument, List<String> experts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
        switch (name) {
            case "single" -> node.put("expert", number(argument, experts));
            case "random" -> node.put("count", (int) value(argument));
            case "foe_frugal" -> node.put("lambda", value(argument));
            default -> throw Failures.invalid("/policy", "'" + name + "' takes no argument");
        }
        return node;
    }

    private static double value(String argument) {
        try {
            return Double.parseDouble(argument.strip());
        } catch (NumberFormatException e) {
            throw Failures.invalid("/policy", "'" + argument + "' is no number");
        }
    }

    private static int number(String expert, List<String> experts) {
        int number = experts.indexOf(expert.strip());
        if (number < 0) {
            throw Failures.invalid("/policy", "names expert '" + expert + "', which is not in the pool");
        }
        return number;
    }
}
