package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of one JSON object of a request; every complaint names the field by its pointer, a {@code null} counts as absent,
 * and a field that nobody asks for is refused by {@link #refuseUnknown}. Not thread-safe.
 */
public final class Fields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final ObjectNode node;
    private final String pointer;
    private final Set<String> asked = new HashSet<>();

    private Fields(ObjectNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code BAD_JSON}; an empty body is an empty object */
    public static Fields parse(byte[] json) {
        if (json == null || json.length == 0) {
            return of(Json.mapper().createObjectNode(), "");
        }
        try {
            return of(Json.mapper().readTree(json), "");
        } catch (IOException e) {
            throw Failures.badJson("the body is no JSON");
        }
    }

    public static Fields of(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, pointer);
        }
        throw pointer.isEmpty()
                ? Failures.badJson("the body is no JSON object")
                : Failures.invalid(pointer, "must be an object");
    }

    public String pointer(String name) {
        return pointer + "/" + name;
    }

    public Optional<JsonNode> find(String name) {
        asked.add(name);
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    public JsonNode require(String name) {
        return find(name).orElseThrow(() -> Failures.invalid(pointer(name), "is missing"));
    }

    /** Letters, digits, dots, dashes and underscores, 64 at most. */
    public String name(String name) {
        return name(pointer(name), text(name, 64));
    }

    public Optional<String> optionalName(String name) {
        return optionalText(name, 64).map(value -> name(pointer(name), value));
    }

    public static String name(String pointer, String value) {
        if (!NAME.matcher(value).matches()) {
            throw Failures.invalid(pointer, "must be 1 to 64 letters, digits, dots, dashes and underscores");
        }
        return value;
    }

    public String text(String name, int longest) {
        return text(require(name), pointer(name), longest);
    }

    public Optional<String> optionalText(String name, int longest) {
        return find(name).map(value -> text(value, pointer(name), longest));
    }

    public static String text(JsonNode value, String pointer, int longest) {
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Failures.invalid(pointer, "must be a text");
        }
        String text = value.textValue();
        if (text.length() > longest || text.indexOf('\0') >= 0) {
            throw Failures.invalid(pointer, "has a NUL or more than %d characters".formatted(longest));
        }
        return text;
    }

    public List<String> texts(String name, int most, int longest) {
        List<String> texts = new ArrayList<>();
        JsonNode array = find(name).orElse(Json.mapper().createArrayNode());
        if (!array.isArray() || array.size() > most) {
            throw Failures.invalid(pointer(name), "must be an array of at most " + most + " texts");
        }
        for (int i = 0; i < array.size(); i++) {
            texts.add(text(array.get(i), pointer(name) + "/" + i, longest));
        }
        return texts;
    }

    public Optional<Fields> object(String name) {
        return find(name).map(value -> of(value, pointer(name)));
    }

    public boolean flag(String name, boolean absent) {
        return find(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw Failures.invalid(pointer(name), "must be true or false");
                    }
                    return value.booleanValue();
                })
                .orElse(absent);
    }

    public Optional<Integer> whole(String name, int least, int most) {
        return find(name).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < least
                    || value.intValue() > most) {
                throw Failures.invalid(
                        pointer(name),
                        "is %s, must be a whole number from %d to %d".formatted(shown(value), least, most));
            }
            return value.intValue();
        });
    }

    public Optional<Long> number64(String name) {
        return find(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw Failures.invalid(pointer(name), "is " + shown(value) + ", must be a whole number of 64 bits");
            }
            return value.longValue();
        });
    }

    /** A finite number of at least 0. */
    public Optional<Double> amount(String name) {
        return find(name).map(value -> {
            double amount = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (!(amount >= 0) || Double.isInfinite(amount)) {
                throw Failures.invalid(pointer(name), "is " + shown(value) + ", must be a number of at least 0");
            }
            return amount;
        });
    }

    /** One of several words, any case. */
    public <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        return optionalText(name, 64).map(value -> {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(value)) {
                    return constant;
                }
            }
            throw Failures.invalid(
                    pointer(name),
                    "is '" + value + "', which is none of "
                            + String.join(
                                            ", ",
                                            List.of(type.getEnumConstants()).stream()
                                                    .map(Enum::name)
                                                    .toList())
                                    .toLowerCase(Locale.ROOT));
        });
    }

    /** Call it after all fields were asked for: a field that nobody reads is a mistake, not a wish to be ignored. */
    public void refuseUnknown() {
        node.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw Failures.invalid(
                        pointer(name.length() > 60 ? name.substring(0, 60) + "…" : name), "unknown field");
            }
        });
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
