package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.jaischat.Limits;
import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code stop}: a string, or up to {@link Limits#MAX_STOPS}. */
final class StopReader {
    private StopReader() {}

    static List<String> read(Fields fields) {
        Optional<JsonNode> stop = fields.raw("stop");
        if (stop.isEmpty()) {
            return List.of();
        }
        if (!stop.get().isArray()) {
            return List.of(one(stop.get(), "/stop"));
        }
        if (stop.get().size() > Limits.MAX_STOPS) {
            throw MeshException.invalid(
                    "/stop",
                    "must have at most %d strings, has %d"
                            .formatted(Limits.MAX_STOPS, stop.get().size()));
        }
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < stop.get().size(); i++) {
            stops.add(one(stop.get().get(i), "/stop/" + i));
        }
        return stops;
    }

    private static String one(JsonNode node, String pointer) {
        if (!node.isTextual()) {
            throw MeshException.invalid(pointer, "must be a string, not " + Fields.shown(node));
        }
        String text = Fields.requirePrintable(node.asText(), pointer);
        if (text.isEmpty() || text.length() > Limits.MAX_STOP_LENGTH) {
            throw MeshException.invalid(
                    pointer, "must have 1 … %d characters, has %d".formatted(Limits.MAX_STOP_LENGTH, text.length()));
        }
        return text;
    }
}
