package dev.majlis.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.json.JsonFailure;
import dev.majlis.mesh.json.JsonText;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the body of a completion: parsed once, checked for what would otherwise cost a trip over the mesh only to be refused.
 * The model service checks every field again.
 */
public final class RequestReader {
    /** Answers to one prompt that any model service of the mesh gives. */
    static final int MAX_N = 16;

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");
    private static final ObjectReader TREE = Json.mapper()
            .readerFor(JsonNode.class)
            .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RequestReader() {}

    /** @throws MeshException {@code invalid-request} naming the field */
    public static CompletionRequest read(Endpoint endpoint, byte[] raw) {
        ObjectNode body = object(raw);
        String model = model(body);
        switch (endpoint) {
            case CHAT -> requireMessages(body.get("messages"));
            case COMPLETIONS -> requirePrompt(body.get("prompt"));
        }
        OptionalInt old = Fields.number(body, "max_tokens", 1, Integer.MAX_VALUE);
        OptionalInt current = Fields.number(body, "max_completion_tokens", 1, Integer.MAX_VALUE);
        JsonNode streamOptions = body.get("stream_options");
        return new CompletionRequest(
                endpoint,
                raw,
                body,
                model,
                Fields.number(body, "n", 1, MAX_N),
                current.isPresent() ? current : old,
                Fields.truth(body, "stream", "/stream"),
                streamOptions != null
                        && streamOptions.isObject()
                        && Fields.truth(streamOptions, "include_usage", "/stream_options/include_usage"),
                MajlisOptions.read(body.get("majlis")));
    }

    /** Any JSON object; text must be Unicode. */
    public static ObjectNode object(byte[] raw) {
        if (raw.length == 0) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "body is empty, expected a JSON object");
        }
        JsonText.requireUnicode(raw);
        JsonNode body;
        try {
            body = TREE.readValue(raw);
        } catch (JsonProcessingException e) {
            throw JsonFailure.translate(e);
        } catch (IOException e) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "body: not readable as JSON", e);
        }
        if (!(body instanceof ObjectNode object)) {
            throw new MeshException(ProblemSlug.INVALID_REQUEST, "body: expected a JSON object");
        }
        return object;
    }

    private static String model(ObjectNode body) {
        JsonNode model = body.get("model");
        if (model == null || model.isNull()) {
            throw MeshException.invalid("/model", "is required; GET /v1/models lists the names");
        }
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw MeshException.invalid("/model", "expected a text that is not empty");
        }
        return model.textValue();
    }

    private static void requireMessages(JsonNode messages) {
        if (messages == null || messages.isNull()) {
            throw MeshException.invalid("/messages", "is required");
        }
        if (!messages.isArray()) {
            throw MeshException.invalid("/messages", "expected an array");
        }
        if (messages.isEmpty()) {
            throw MeshException.invalid("/messages", "must have at least one message");
        }
        for (int i = 0; i < messages.size(); i++) {
            JsonNode role = messages.get(i).get("role");
            if (!messages.get(i).isObject()) {
                throw MeshException.invalid("/messages/" + i, "expected an object");
            }
            if (role == null || !role.isTextual() || !ROLES.contains(role.textValue())) {
                throw MeshException.invalid("/messages/" + i + "/role", "expected system, user or assistant");
            }
        }
    }

    private static void requirePrompt(JsonNode prompt) {
        if (prompt == null || prompt.isNull()) {
            throw MeshException.invalid("/prompt", "is required");
        }
        if (!prompt.isTextual() && !prompt.isArray()) {
            throw MeshException.invalid("/prompt", "expected a text or an array");
        }
        if (prompt.isTextual() ? prompt.textValue().isEmpty() : prompt.isEmpty()) {
            throw MeshException.invalid("/prompt", "must not be empty");
        }
    }
}
