package dev.majlis.mesh.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.json.Json;

/**
 * The answer to a call.
 *
 * @param envelope as received
 * @param body JSON of the answer; for a stream the {@code reply} of its last record
 */
public record Reply(Envelope envelope, byte[] body) {

    public <T> T as(Class<T> type) {
        return Json.read(body, type);
    }

    public JsonNode json() {
        return Json.read(body, JsonNode.class);
    }
}
