package dev.majlis.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The predictions and management API of DJL Serving for one model. */
final class DjlServingClient implements AutoCloseable {
    /** Inputs of one call. */
    private static final int CHUNK = 32;

    private final RemoteSettings settings;
    private final RemoteHttp http;
    private final String model;

    DjlServingClient(RemoteSettings settings) {
        this.settings = settings;
        this.http = new RemoteHttp(settings);
        this.model = URLEncoder.encode(settings.model(), StandardCharsets.UTF_8);
    }

    RemoteSettings settings() {
        return settings;
    }

    RemoteHttp http() {
        return http;
    }

    URI predictions() {
        return settings.path("/predictions/" + model);
    }

    RemoteHttp.Call<Void> stream(JsonNode body, BiConsumer<RemoteHttp.Call<Void>, String> lines) {
        return http.stream(predictions(), body, lines);
    }

    /** Asks the management API ({@code GET /models/{name}}): true when the model has a healthy worker. */
    boolean ready(Duration limit) {
        try {
            JsonNode answer =
                    http.get(settings.path("/models/" + model), limit).result().join();
            JsonNode described = answer.isArray() ? answer.path(0) : answer;
            return described.path("status").asText().equalsIgnoreCase("Healthy");
        } catch (CompletionException e) {
            return false;
        }
    }

    /**
     * Sends inputs in chunks, {@code {"inputs": [...]}}, and reads one output for each.
     *
     * @param write one input
     * @param read one output
     */
    <I, O> CompletableFuture<List<O>> predict(
            List<I> inputs, Optional<Instant> deadline, Function<I, JsonNode> write, Function<JsonNode, O> read) {
        var calls = new ArrayList<RemoteHttp.Call<JsonNode>>();
        var parts = new ArrayList<CompletableFuture<List<O>>>();
        for (int from = 0; from < inputs.size(); from += CHUNK) {
            List<I> chunk = inputs.subList(from, Math.min(inputs.size(), from + CHUNK));
            var body = http.mapper().createObjectNode();
            var list = body.putArray("inputs");
            chunk.forEach(input -> list.add(write.apply(input)));
            RemoteHttp.Call<JsonNode> call = http.post(predictions(), body, patience(deadline));
            calls.add(call);
            parts.add(call.result().thenApply(answer -> outputs(answer, chunk.size(), read)));
        }
        return joined(calls, parts);
    }

    private Duration patience(Optional<Instant> deadline) {
        Duration idle = settings.idleTimeout();
        if (deadline.isEmpty()) {
            return idle;
        }
        Duration left = Duration.between(settings.clock().instant(), deadline.get());
        if (left.isNegative() || left.isZero()) {
            throw new ModelException(Code.DEADLINE, "model '" + settings.name() + "' was asked after the deadline");
        }
        return left.compareTo(idle) < 0 ? left : idle;
    }

    private <O> List<O> outputs(JsonNode answer, int inputs, Function<JsonNode, O> read) {
        if (!answer.isArray() || answer.size() != inputs) {
            throw new ModelException(
                    Code.ENGINE,
                    "model '" + settings.name() + "' gave " + (answer.isArray() ? answer.size() : 0) + " outputs for "
                            + inputs + " inputs");
        }
        var outputs = new ArrayList<O>(inputs);
        answer.forEach(one -> outputs.add(read.apply(one)));
        return outputs;
    }

    private <O> CompletableFuture<List<O>> joined(
            List<RemoteHttp.Call<JsonNode>> calls, List<CompletableFuture<List<O>>> parts) {
        var joined = new CompletableFuture<List<O>>();
        RemoteHttp.whenDone(CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)), (ignored, failure) -> {
            if (failure == null) {
                joined.complete(
                        parts.stream().flatMap(part -> part.join().stream()).toList());
            } else {
                joined.completeExceptionally(RemoteFailure.ofCause(settings, failure));
            }
        });
        RemoteHttp.whenDone(joined, (value, failure) -> {
            if (failure != null) {
                calls.forEach(RemoteHttp.Call::cancel);
            }
        });
        return joined;
    }

    @Override
    public void close() {
        http.close();
    }
}
