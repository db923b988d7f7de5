package dev.majlis.mesh.error;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.json.Json;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The one place that writes a {@link MeshException} for HTTP clients, in the three shapes of platform §4.3. Pure; used by the
 * JAX-RS mappers and by whoever writes responses by hand.
 */
public final class ProblemMapper {
    private ProblemMapper() {}

    /**
     * An error response.
     *
     * @param status HTTP status
     * @param mediaType of the body
     * @param retryAfterSeconds header {@code Retry-After}, whole seconds, at least 1
     * @param body JSON
     */
    public record Answer(int status, String mediaType, OptionalLong retryAfterSeconds, byte[] body) {}

    /** The shape follows from the path. */
    public static Answer answer(MeshException failure, String path, String traceId) {
        return answer(failure, ErrorShape.forPath(path), path, traceId);
    }

    public static Answer answer(MeshException failure, ErrorShape shape, String path, String traceId) {
        OptionalLong retryAfter = failure.retryAfter().stream()
                .mapToLong(ProblemMapper::wholeSeconds)
                .findFirst();
        if (retryAfter.isEmpty() && failure.status() == 503) {
            retryAfter = OptionalLong.of(1);
        }
        return switch (shape) {
            case PROBLEM ->
                new Answer(
                        failure.status(),
                        Problem.MEDIA_TYPE,
                        retryAfter,
                        Json.write(Problem.of(failure, path, traceId)));
            case OPENAI -> new Answer(failure.status(), "application/json", retryAfter, Json.write(openAi(failure)));
            case OIP -> new Answer(failure.status(), "application/json", retryAfter, Json.write(oip(failure)));
        };
    }

    /** The body of an OpenAI error; also the data of an error event in an OpenAI stream. */
    public static ObjectNode openAi(MeshException failure) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", failure.getMessage());
        error.put("type", openAiType(failure.status()));
        error.put(
                "param",
                failure.errors().stream()
                        .findFirst()
                        .map(FieldError::pointer)
                        .map(ProblemMapper::parameter)
                        .orElse(null));
        error.put("code", failure.code().orElse(failure.slug().slug()));
        return JsonNodeFactory.instance.objectNode().set("error", error);
    }

    /** The body of an Open Inference Protocol error. */
    public static ObjectNode oip(MeshException failure) {
        return JsonNodeFactory.instance.objectNode().put("error", failure.getMessage());
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 409 -> "conflict_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    /** {@code /messages/0/content} as OpenAI writes it: {@code messages[0].content}. */
    private static String parameter(String pointer) {
        return pointer.replaceFirst("^/", "")
                .replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replace('/', '.')
                .replace("~1", "/")
                .replace("~0", "~");
    }

    private static long wholeSeconds(Duration after) {
        return Math.max(1, after.plusMillis(999).toSeconds());
    }
}
