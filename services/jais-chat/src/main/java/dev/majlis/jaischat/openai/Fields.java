package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Typed reading of a JSON object: a value of the wrong type or outside its range is refused with pointer, limit and the value
 * seen; {@code null} counts as absent. Remembers which fields were asked for, so that the others can be told.
 */
final class Fields {
    private final JsonNode object;
    private final String pointer;
    private final Set<String> known = new HashSet<>();
    private final List<Fields> inner = new ArrayList<>();

    private Fields(JsonNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    /** @param pointer of the object itself; empty for the whole body */
    static Fields of(JsonNode node, String pointer) {
        if (!(node instanceof ObjectNode)) {
            throw MeshException.invalid(pointer, "must be an object, not " + shown(node));
        }
        return new Fields(node, pointer);
    }

    /** The same for a part, whose unknown fields are told with ours. */
    Fields part(JsonNode node, String partPointer) {
        Fields part = of(node, partPointer);
        inner.add(part);
        return part;
    }

    String pointer(String field) {
        return pointer + "/" + field;
    }

    Optional<JsonNode> raw(String field) {
        known.add(field);
        return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
    }

    Optional<Fields> object(String field) {
        return raw(field).map(node -> part(node, pointer(field)));
    }

    Optional<String> text(String field) {
        return raw(field).map(node -> {
            if (!node.isTextual()) {
                throw wrong(field, "a string", node);
            }
            return requirePrintable(node.asText(), pointer(field));
        });
    }

    Optional<String> oneOf(String field, List<String> allowed) {
        return text(field).map(value -> {
            if (!allowed.contains(value)) {
                throw MeshException.invalid(
                        pointer(field), "must be one of %s, not '%s'".formatted(allowed, cut(value)));
            }
            return value;
        });
    }

    Optional<Boolean> truth(String field) {
        return raw(field).map(node -> {
            if (!node.isBoolean()) {
                throw wrong(field, "true or false", node);
            }
            return node.asBoolean();
        });
    }

    Optional<Integer> integer(String field, int min, int max) {
        return raw(field).map(node -> {
            if (!node.isIntegralNumber()) {
                throw wrong(field, "a whole number", node);
            }
            if (!node.canConvertToInt() || node.asInt() < min || node.asInt() > max) {
                throw outside(field, min, max, node);
            }
            return node.asInt();
        });
    }

    Optional<Long> int64(String field) {
        return raw(field).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw wrong(field, "a 64-bit whole number", node);
            }
            return node.asLong();
        });
    }

    Optional<Double> number(String field, double min, double max) {
        return raw(field).map(node -> number(node, field, min, max));
    }

    /** A number in (0, max]. */
    Optional<Double> positive(String field, double max) {
        return number(field, 0, max).map(value -> {
            if (value <= 0) {
                throw MeshException.invalid(
                        pointer(field), "must be above 0 and at most %s, not %s".formatted(plain(max), plain(value)));
            }
            return value;
        });
    }

    private double number(JsonNode node, String field, double min, double max) {
        if (!node.isNumber()) {
            throw wrong(field, "a number", node);
        }
        double value = node.asDouble();
        if (!(value >= min && value <= max)) {
            throw MeshException.invalid(
                    pointer(field), "must be in %s … %s, not %s".formatted(plain(min), plain(max), node.asText()));
        }
        return value;
    }

    /** Fields that nobody asked for, as OpenAI writes them: {@code messages[0].name}. */
    List<String> unknown() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                names.add(Pointers.parameter(pointer(cut(field))));
            }
        });
        inner.forEach(part -> names.addAll(part.unknown()));
        return names;
    }

    /** Text that a tokeniser can take: no NUL, no half of a surrogate pair. */
    static String requirePrintable(String text, String pointer) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw MeshException.invalid(pointer, "must not contain U+0000, but does at character " + i);
            }
            if (Character.isHighSurrogate(unit)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw MeshException.invalid(pointer, "lone surrogate at character " + i);
                }
                i++;
            } else if (Character.isLowSurrogate(unit)) {
                throw MeshException.invalid(pointer, "lone surrogate at character " + i);
            }
        }
        return text;
    }

    private MeshException outside(String field, long min, long max, JsonNode node) {
        String range = max == Integer.MAX_VALUE ? "at least " + min : "in %d … %d".formatted(min, max);
        return MeshException.invalid(pointer(field), "must be %s, not %s".formatted(range, cut(node.asText())));
    }

    private MeshException wrong(String field, String expected, JsonNode node) {
        return MeshException.invalid(pointer(field), "must be %s, not %s".formatted(expected, shown(node)));
    }

    /** The kind of a value; never its text, which may be a prompt. */
    static String shown(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NUMBER, BOOLEAN -> cut(node.asText());
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "another kind of value";
        };
    }

    private static String cut(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
