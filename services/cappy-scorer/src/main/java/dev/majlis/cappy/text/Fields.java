package dev.majlis.cappy.text;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.json.JsonFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of one JSON object of a request. Every failure names the field by its RFC 6901 pointer and carries a code word
 * of cappy.md §7; a list names all its bad elements at once. A {@code null} counts as absent. Not thread-safe.
 */
public final class Fields {
    private final JsonNode node;
    private final String pointer;
    private final Set<String> asked = new HashSet<>();

    private Fields(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    /** @throws MeshException {@code BAD_JSON} */
    public static Fields parse(byte[] body) {
        JsonNode root;
        try {
            root = Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw Failures.badJson(JsonFailure.translate(e).getMessage());
        } catch (IOException e) {
            throw Failures.badJson("body is not readable");
        }
        return of(root, "");
    }

    /** @throws MeshException {@code BAD_JSON} when the node is no object */
    public static Fields of(JsonNode node, String pointer) {
        requireNonNull(pointer, "pointer is null");
        if (node == null || !node.isObject()) {
            throw Failures.badJson((pointer.isEmpty() ? "body" : pointer) + ": expected an object");
        }
        return new Fields(node, pointer);
    }

    /** No fields at all. */
    public static Fields none() {
        return new Fields(JsonNodeFactory.instance.objectNode(), "");
    }

    public String pointer(String name) {
        return pointer + "/" + name;
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The value in its raw form. */
    public Optional<JsonNode> find(String name) {
        asked.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    public JsonNode require(String name) {
        return find(name).orElseThrow(() -> Failures.missing(pointer(name)));
    }

    /** May be empty, must be Unicode without NUL. */
    public String text(String name) {
        return text(require(name), pointer(name));
    }

    public Optional<String> optionalText(String name) {
        return find(name).map(value -> text(value, pointer(name)));
    }

    /** One text, or an array of texts; at least one. */
    public List<String> oneOrMoreTexts(String name) {
        return require(name).isTextual() ? List.of(text(name)) : texts(name);
    }

    /** At least one text. */
    public List<String> texts(String name) {
        return elements(name, Fields::text);
    }

    /** At least one object. */
    public List<Fields> objects(String name) {
        return elements(name, Fields::of);
    }

    public Optional<Fields> optionalObject(String name) {
        return find(name).map(value -> of(value, pointer(name)));
    }

    /** Reads every element; fails with all bad elements named. */
    public <T> List<T> elements(String name, ElementReader<T> reader) {
        JsonNode array = require(name);
        if (!array.isArray()) {
            throw Failures.invalid(pointer(name), "expected an array");
        }
        if (array.isEmpty()) {
            throw Failures.emptyBatch(pointer(name));
        }
        List<T> values = new ArrayList<>(array.size());
        List<MeshException> faults = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            try {
                values.add(reader.read(array.get(i), pointer(name) + "/" + i));
            } catch (MeshException fault) {
                faults.add(fault);
            }
        }
        if (!faults.isEmpty()) {
            throw Failures.all(faults);
        }
        return values;
    }

    public boolean flag(String name, boolean otherwise) {
        return optionalFlag(name).orElse(otherwise);
    }

    public Optional<Boolean> optionalFlag(String name) {
        return find(name).map(value -> {
            if (!value.isBoolean()) {
                throw Failures.invalid(pointer(name), "expected true or false");
            }
            return value.booleanValue();
        });
    }

    /** A whole number within its range. */
    public Optional<Integer> whole(String name, int least, int most) {
        return find(name).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToInt()
                    || value.intValue() < least
                    || value.intValue() > most) {
                throw Failures.invalid(
                        pointer(name), "expected a whole number from %d to %d, got %s".formatted(least, most, value));
            }
            return value.intValue();
        });
    }

    public long seed(String name) {
        return find(name)
                .map(value -> {
                    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                        throw Failures.invalid(pointer(name), "expected a whole number of 64 bits");
                    }
                    return value.longValue();
                })
                .orElse(0L);
    }

    /** A finite number. */
    public Optional<Double> number(String name) {
        return find(name).map(value -> {
            if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw Failures.invalid(pointer(name), "expected a finite number");
            }
            return value.doubleValue();
        });
    }

    /** A number from 0 to 1. */
    public Optional<Double> probability(String name) {
        return number(name).map(value -> {
            if (value < 0 || value > 1) {
                throw Failures.invalid(pointer(name), "must be within 0 and 1, got " + value);
            }
            return value;
        });
    }

    /** One of several words. */
    public <T> Optional<T> word(String name, Function<String, Optional<T>> known, String words) {
        return optionalText(name).map(value -> known.apply(value)
                .orElseThrow(() -> Failures.invalid(pointer(name), "'%s' is not one of %s".formatted(value, words))));
    }

    /** Call it after all fields were asked for: a field that nobody reads is a mistake, not a wish to be ignored. */
    public void refuseUnknown() {
        List<MeshException> unknown = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                if (!asked.contains(name)) {
                    unknown.add(Failures.invalid(pointer(name), "unknown field"));
                }
            });
        }
        if (!unknown.isEmpty()) {
            throw Failures.all(unknown);
        }
    }

    /** A text at a place. */
    public static String text(JsonNode value, String pointer) {
        if (!value.isTextual()) {
            throw Failures.invalid(pointer, "expected a string");
        }
        TextCheck.fault(pointer, value.textValue()).ifPresent(fault -> {
            throw fault;
        });
        return value.textValue();
    }

    /** Reads one element of an array. */
    @FunctionalInterface
    public interface ElementReader<T> {
        T read(JsonNode element, String pointer);
    }
}
