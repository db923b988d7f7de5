package dev.majlis.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import java.util.OptionalInt;

/** Typed reading of optional JSON fields; null counts as absent. */
final class Fields {
    private Fields() {}

    static boolean truth(JsonNode object, String name, String pointer) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw MeshException.invalid(pointer, "expected true or false");
        }
        return value.booleanValue();
    }

    static OptionalInt number(JsonNode object, String name, int least, int greatest) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber()) {
            throw MeshException.invalid("/" + name, "expected a whole number");
        }
        if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > greatest) {
            String seen = value.asText();
            throw MeshException.invalid(
                    "/" + name,
                    "must be from %d to %d, got %s"
                            .formatted(least, greatest, seen.length() > 20 ? seen.substring(0, 20) + "…" : seen));
        }
        return OptionalInt.of(value.intValue());
    }
}
