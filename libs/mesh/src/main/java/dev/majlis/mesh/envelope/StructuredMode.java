package dev.majlis.mesh.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.Base64;
import java.util.Map;

/** CloudEvents structured mode, on input only: the attributes stand in the JSON body beside {@code data}. */
final class StructuredMode {
    private StructuredMode() {}

    /** Moves the attributes into {@code headers}, as binary mode has them, and returns the data. */
    static byte[] unfold(byte[] body, Map<String, byte[]> headers) {
        JsonNode event;
        try {
            event = Json.read(body, JsonNode.class);
        } catch (MeshException e) {
            throw new IllegalArgumentException("structured CloudEvent: " + e.getMessage(), e);
        }
        event.properties().forEach(attribute -> {
            String name = attribute.getKey();
            if (!name.equals("data") && !name.equals("data_base64") && !name.equals("datacontenttype")) {
                headers.put("ce_" + name, attribute.getValue().asText().getBytes(UTF_8));
            }
        });
        headers.put(
                Headers.CONTENT_TYPE,
                event.path("datacontenttype").asText("application/json").getBytes(UTF_8));
        if (event.has("data_base64")) {
            return Base64.getDecoder().decode(event.get("data_base64").asText());
        }
        return Json.write(event.path("data"));
    }
}
