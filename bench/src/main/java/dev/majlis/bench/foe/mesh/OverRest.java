package dev.majlis.bench.foe.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code POST /foe/v1/pools/{p}/predict}. */
final class OverRest implements Asker {
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Asking asking;
    private final URI address;
    private final Duration patience;

    OverRest(String router, Asking asking, Duration patience) {
        this.asking = asking;
        this.address = URI.create(router + "/foe/v1/pools/" + asking.pool() + "/predict");
        this.patience = patience;
    }

    @Override
    public CompletionStage<Ending> ask(MadeUpRemarks.Remark remark) {
        var request = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .timeout(patience)
                .POST(BodyPublishers.ofByteArray(asking.body(remark)))
                .build();
        return http.sendAsync(request, BodyHandlers.ofByteArray())
                .thenApply(OverRest::read)
                .exceptionally(OverRest::failed);
    }

    private static Ending read(HttpResponse<byte[]> response) {
        if (response.statusCode() == OK) {
            return Asking.read(response.body());
        }
        JsonNode problem = Json.read(response.body(), JsonNode.class);
        String code = problem.path("code").asText();
        return code.isEmpty()
                ? new Ending.Lost("status %d without a code".formatted(response.statusCode()))
                : new Ending.Refused(code);
    }

    private static Ending failed(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean late = cause instanceof HttpTimeoutException;
        if (cause instanceof IOException && !late) {
            return new Ending.Disconnected();
        }
        return new Ending.Lost(cause instanceof MeshException ? "an answer that is no JSON" : cause.toString());
    }
}
