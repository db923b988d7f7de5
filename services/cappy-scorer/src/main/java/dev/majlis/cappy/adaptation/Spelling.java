package dev.majlis.cappy.adaptation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** The trainer writes {@code trainSize}, this service {@code train_size}. */
final class Spelling {
    private static final Pattern CAPITAL = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern SCORE = Pattern.compile("_([a-z0-9])");

    private Spelling() {}

    static String snake(String name) {
        return CAPITAL.matcher(name)
                .replaceAll(match -> match.group(1) + "_" + match.group(2).toLowerCase(Locale.ROOT));
    }

    static String camel(String name) {
        return SCORE.matcher(name).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    /** The same document with all its names in this service's spelling. */
    static JsonNode snake(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(snake(field.getKey()), snake(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(snake(element)));
            return copy;
        }
        return node;
    }
}
