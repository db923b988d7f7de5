package dev.majlis.models.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** What answers and broken connections of a remote server mean. */
final class RemoteFailure {
    private static final int MAX_MESSAGE = 300;
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);
    private static final int MAX_RETRY_SECONDS = 3600;

    private RemoteFailure() {}

    static ModelException ofStatus(RemoteSettings settings, int status, String body, Optional<String> retryAfter) {
        String message = "model '" + settings.name() + "': "
                + settings.endpoint().getHost() + " answered HTTP " + status + reason(body);
        return switch (status) {
            case 404 -> new ModelException(Code.UNKNOWN_MODEL, message);
            case 413 -> new ModelException(Code.TOO_LONG, message);
            case 429, 503 -> new ModelException(Code.OVERLOADED, message, delay(retryAfter));
            default -> new ModelException(code(status, body), message);
        };
    }

    private static Code code(int status, String body) {
        if (status < 400 || status >= 500 || status == 408) {
            return Code.ENGINE;
        }
        String text = body.toLowerCase(Locale.ROOT);
        boolean tooLong =
                text.contains("context length") || text.contains("context_length") || text.contains("context size");
        return tooLong ? Code.TOO_LONG : Code.INVALID;
    }

    private static Duration delay(Optional<String> retryAfter) {
        return retryAfter
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(Integer.parseInt(text), MAX_RETRY_SECONDS)))
                .orElse(DEFAULT_RETRY);
    }

    /** The server's own words, cut short; never the whole body, which may repeat the prompt. */
    private static String reason(String body) {
        try {
            JsonNode json = new ObjectMapper().readTree(body);
            JsonNode error = json.path("error");
            String message = error.isTextual()
                    ? error.asText()
                    : error.path("message").asText(json.path("message").asText(""));
            return message.isEmpty() ? "" : ": " + message.substring(0, Math.min(MAX_MESSAGE, message.length()));
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    static ModelException ofCause(RemoteSettings settings, Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof ModelException known) {
                return known;
            }
            cause = cause instanceof CompletionException ? next : cause;
        }
        boolean unreachable = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return new ModelException(
                unreachable ? Code.UNAVAILABLE : Code.ENGINE,
                "model '" + settings.name() + "': " + settings.endpoint()
                        + (unreachable ? " cannot be reached" : " broke the connection: " + cause),
                cause);
    }

    /** Whether the same request may succeed at once, given that nothing was emitted; who is overloaded is not asked again. */
    static boolean worthRetrying(ModelException failure) {
        return switch (failure.code()) {
            case ENGINE, UNAVAILABLE -> true;
            case OVERLOADED, UNKNOWN_MODEL, CORRUPT, UNSAFE_FORMAT, UNSUPPORTED, INVALID, TOO_LONG, DEADLINE, LOADING ->
                false;
        };
    }
}
