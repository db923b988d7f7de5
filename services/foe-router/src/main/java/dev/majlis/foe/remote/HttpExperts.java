package dev.majlis.foe.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Posts questions to experts over HTTP without blocking: one connection pool, bounded bodies, no redirects, no retries (an expert that
 * fails is left out instead). A call that times out is broken off. Thread-safe.
 */
public final class HttpExperts {
    private static final int MOST_BYTES = 4 << 20;
    private static final int SHOWN = 200;

    private final HttpClient client;
    private final Semaphore room;
    private final Function<URI, Optional<String>> tokens;
    private final Predicate<URI> allowed;

    /**
     * @param inFlight most calls at the same time; further ones fail {@code OVERLOADED}
     * @param tokens bearer token for an address
     * @param allowed which addresses may be called; others fail {@code HOST_NOT_ALLOWED}
     */
    public HttpExperts(
            Duration connectTimeout, int inFlight, Function<URI, Optional<String>> tokens, Predicate<URI> allowed) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.room = new Semaphore(inFlight);
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.allowed = requireNonNull(allowed, "allowed is null");
    }

    /** Where questions to an endpoint go; empty for those of the mesh. */
    public static Optional<URI> address(Endpoint endpoint) {
        if (endpoint instanceof Endpoint.OpenAi openAi) {
            String url = stripped(openAi.url());
            return Optional.of(URI.create(url + (url.endsWith("/v1") ? "" : "/v1") + "/chat/completions"));
        }
        if (endpoint instanceof Endpoint.OpenInference inference) {
            return Optional.of(
                    URI.create(stripped(inference.url()) + "/v2/models/" + encoded(inference.model()) + "/infer"));
        }
        if (endpoint instanceof Endpoint.DjlServing djl) {
            return Optional.of(URI.create(stripped(djl.url()) + "/predictions/" + encoded(djl.model())));
        }
        return Optional.empty();
    }

    /** The answer's JSON; fails with {@link MeshException} and a code of {@link CallFailures}. */
    public CompletableFuture<JsonNode> post(URI uri, JsonNode question, Duration timeout) {
        if (!allowed.test(uri)) {
            return CompletableFuture.failedFuture(CallFailures.hostNotAllowed(uri.getHost()));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(CallFailures.overloaded(
                    "too many calls over HTTP are in flight; none was sent to " + uri.getHost()));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.write(question)));
        tokens.apply(uri).ifPresent(token -> request.header("authorization", "Bearer " + token));
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request.build(), info -> new LimitedBody(MOST_BYTES));
        CompletableFuture<JsonNode> answer = exchange.thenApply(response -> json(uri, response))
                .exceptionally(failure -> {
                    throw failed(uri, timeout, failure);
                })
                // the client's own timeout ends with the headers
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var ended = answer.whenComplete((json, failure) -> {
            room.release();
            if (failure != null) {
                exchange.cancel(true);
            }
        });
        CompletableFuture<JsonNode> result = ended.exceptionally(failure -> {
            throw failed(uri, timeout, failure);
        });
        var unused = result.whenComplete((json, failure) -> {
            if (result.isCancelled()) {
                answer.cancel(true);
            }
        });
        return result;
    }

    private static JsonNode json(URI uri, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            try {
                return Json.read(response.body(), JsonNode.class);
            } catch (MeshException e) {
                throw CallFailures.badAnswer(uri.getHost() + " answered no JSON");
            }
        }
        if (status == 429 || status == 503) {
            throw CallFailures.overloaded(uri.getHost() + " answered " + status);
        }
        if (status == 408 || status == 504) {
            throw CallFailures.timeout(uri.getHost() + " answered " + status);
        }
        throw refused(uri, response);
    }

    /** The server's own code where it gives one, in one of the usual places. */
    private static MeshException refused(URI uri, HttpResponse<byte[]> response) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        String shown = body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body;
        String detail = uri.getHost() + " answered " + response.statusCode() + ": " + shown;
        return new MeshException(ProblemSlug.MODEL_FAILED, detail).withCode(code(response.body()));
    }

    private static String code(byte[] body) {
        try {
            JsonNode json = Json.read(body, JsonNode.class);
            JsonNode error = json == null ? Json.mapper().missingNode() : json;
            String code =
                    error.path("code").asText(error.path("error").path("code").asText());
            return CallFailures.isCode(code) ? code : CallFailures.BAD_ANSWER;
        } catch (MeshException e) {
            return CallFailures.BAD_ANSWER;
        }
    }

    private static MeshException failed(URI uri, Duration timeout, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof MeshException known) {
            return known;
        }
        if (cause instanceof HttpTimeoutException
                || cause instanceof TimeoutException
                || cause instanceof CancellationException) {
            return CallFailures.timeout(uri.getHost() + " gave no answer within " + timeout.toMillis() + " ms");
        }
        if (cause instanceof LimitedBody.TooLong || cause.getCause() instanceof LimitedBody.TooLong) {
            return CallFailures.badAnswer(uri.getHost() + ": the answer is longer than " + MOST_BYTES + " bytes");
        }
        return CallFailures.unreachable(uri.getHost() + " cannot be reached");
    }

    private static String stripped(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String encoded(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
