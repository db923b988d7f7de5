package dev.majlis.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The running gateway as a user of its REST address sees it; every call has an end. */
final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String EVENT = "data: {";

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    GatewayClient(URI address) {
        this.address = Objects.requireNonNull(address, "address");
    }

    /** @throws LauncherException when no gateway runs there */
    static GatewayClient of(Home home) {
        return MeshState.running(home.stateFile())
                .flatMap(state -> state.process(ServiceSpec.GATEWAY))
                .map(process -> new GatewayClient(URI.create("http://127.0.0.1:" + process.port())))
                .orElseThrow(() -> new LauncherException("no gateway is running: start with ./majlis up"));
    }

    URI address() {
        return address;
    }

    /** An OpenAI chat request. */
    static ObjectNode chat(String model, String question, int maxTokens) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", model);
        body.put("max_tokens", maxTokens);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return body;
    }

    /** A best-of request whose answer also carries the texts of the candidates. */
    static ObjectNode bestOf(String model, int candidates, String question, int maxTokens) {
        ObjectNode body = chat(model + "-best-of-" + candidates, question, maxTokens);
        body.putObject("majlis").put("candidates", true);
        return body;
    }

    /** @throws LauncherException with the gateway's own words when the answer is an error */
    Answer post(String path, JsonNode body, String... headers) {
        return joined(send(path, body, headers));
    }

    /** As {@link #post}, without a body. */
    Answer get(String path) {
        return joined(answered(request(path).build()));
    }

    /** As {@link #get}; empty when there is no such thing. */
    Optional<Answer> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (RefusedException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** As {@link #post}, with PUT. */
    Answer put(String path, JsonNode body) {
        return joined(answered(request(path)
                .header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build()));
    }

    void delete(String path) {
        joined(raw(request(path).DELETE().build()));
    }

    /** What is there, as it is. */
    String text(String path) {
        return joined(raw(request(path).build())).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    }

    private <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof LauncherException known ? known : unreachable(e.getCause());
        }
    }

    /** As {@link #post}, without waiting. */
    CompletableFuture<Answer> send(String path, JsonNode body, String... headers) {
        return answered(request(path, body, headers));
    }

    private CompletableFuture<Answer> answered(HttpRequest request) {
        return raw(request).thenApply(response -> {
            boolean replayed = response.headers()
                    .firstValue("Idempotency-Replayed")
                    .filter("true"::equals)
                    .isPresent();
            return new Answer(json(response.body()), replayed);
        });
    }

    private CompletableFuture<HttpResponse<String>> raw(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(response -> {
            if (response.statusCode() / 100 != 2) {
                throw new RefusedException(response.statusCode(), refusal(response.statusCode(), response.body()));
            }
            return response;
        });
    }

    /** Hands on the text of a chat answer piece by piece. */
    void stream(ObjectNode body, Consumer<String> text) throws InterruptedException {
        body.put("stream", true);
        try {
            HttpResponse<Stream<String>> answer =
                    http.send(request("/v1/chat/completions", body), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new LauncherException(refusal(answer.statusCode(), lines.reduce("", String::concat)));
                }
                lines.filter(line -> line.startsWith(EVENT))
                        .map(line -> json(line.substring("data: ".length())))
                        .forEach(event -> text.accept(delta(event)));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static String delta(JsonNode event) {
        if (event.has("error")) {
            throw new LauncherException(refusal(200, event.toString()));
        }
        return event.at("/choices/0/delta/content").asText("");
    }

    private HttpRequest request(String path, JsonNode body, String... headers) {
        var request = request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        return headers.length == 0 ? request.build() : request.headers(headers).build();
    }

    private LauncherException unreachable(Throwable cause) {
        return new LauncherException(
                "the gateway at %s did not answer (%s): see ./majlis status".formatted(address, cause), cause);
    }

    private static String refusal(int status, String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            String otherwise = answer.path("detail").asText("the gateway answered %d: %s".formatted(status, body));
            return answer.at("/error/message").asText(otherwise);
        } catch (IOException e) {
            return "the gateway answered %d: %s".formatted(status, body);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new LauncherException("the gateway sent something that is no JSON: " + text, e);
        }
    }

    /**
     * An answer of the gateway.
     *
     * @param replayed whether it is the stored answer of an earlier request with the same idempotency key
     */
    record Answer(JsonNode body, boolean replayed) {

        /** Text of the first choice. */
        String text() {
            return body.at("/choices/0/message/content").asText().strip();
        }
    }
}
