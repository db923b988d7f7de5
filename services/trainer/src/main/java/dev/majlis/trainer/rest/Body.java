package dev.majlis.trainer.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The object of a request; every complaint names the field, and unknown fields are refused. */
final class Body {
    private final ObjectNode node;

    private Body(ObjectNode node) {
        this.node = node;
    }

    /** @param known fields; an empty body has none of them */
    static Body parse(byte[] json, Set<String> known) {
        JsonNode node = json.length == 0 ? Json.mapper().createObjectNode() : Json.read(json, JsonNode.class);
        if (!(node instanceof ObjectNode object)) {
            throw MeshException.invalid("", "expected an object");
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey())) {
                String name = field.getKey();
                throw MeshException.invalid(
                        "/" + (name.length() > 60 ? name.substring(0, 60) + "…" : name), "unknown field");
            }
        }
        return new Body(object);
    }

    Optional<JsonNode> find(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    JsonNode require(String name) {
        return find(name).orElseThrow(() -> MeshException.invalid("/" + name, "is required"));
    }

    Optional<String> optionalText(String name, int longest) {
        return find(name).map(value -> text("/" + name, value, longest));
    }

    String text(String name, int longest) {
        return text("/" + name, require(name), longest);
    }

    Optional<ObjectNode> optionalObject(String name) {
        return find(name).map(value -> {
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw MeshException.invalid("/" + name, "expected an object");
        });
    }

    /** A whole number of 64 bits. */
    Optional<Long> whole(String name) {
        return find(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw MeshException.invalid("/" + name, "expected a whole number of 64 bits");
            }
            return value.longValue();
        });
    }

    static String text(String pointer, JsonNode value, int longest) {
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw MeshException.invalid(pointer, "expected a text");
        }
        String text = value.textValue();
        if (text.length() > longest || text.indexOf('\0') >= 0) {
            throw MeshException.invalid(pointer, "has a NUL or more than %d characters".formatted(longest));
        }
        return text;
    }
}
