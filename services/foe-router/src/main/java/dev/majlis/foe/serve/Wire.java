package dev.majlis.foe.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.majlis.foe.error.Failures;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.io.IOException;

/** JSON as clients see it: snake_case. The same over REST and over the mesh. */
public final class Wire {
    private static final ObjectMapper MAPPER =
            Json.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private Wire() {}

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new MeshException(ProblemSlug.INTERNAL, "answer could not be written as JSON", e);
        }
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.INTERNAL, "what was stored could not be read", e);
        }
    }

    /**
     * Reads a part of a request.
     *
     * @param pointer where it stands
     * @throws MeshException {@code INVALID_FIELD}, or what the type's own checks say
     */
    public static <T> T read(JsonNode node, String pointer, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof MeshException known) {
                    throw known;
                }
            }
            throw Failures.invalid(pointer, "is not as it should be: " + firstLine(e.getOriginalMessage()));
        }
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
