package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.foe.config.FoeConfig;
import dev.majlis.foe.job.Trainer;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.ForwardedAnswer;
import dev.majlis.mesh.rest.ForwardedCall;
import dev.majlis.mesh.rest.MeshConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The trainer's HTTP paths over {@code trainer.rest}; rows and weights go by the folder of blobs that both share. */
@ApplicationScoped
public class MeshTrainer implements Trainer {
    private static final Operation TRAINER = new Operation("trainer", "rest");
    private static final String JOBS = "/trainer/v1/jobs";

    private final Instance<Mesh> mesh;
    private final FoeConfig config;
    private final Clock clock;
    private final Path blobs;

    @Inject
    public MeshTrainer(
            Instance<Mesh> mesh,
            FoeConfig config,
            MeshConfig meshConfig,
            Clock clock,
            @ConfigProperty(name = "majlis.state-dir", defaultValue = ".majlis/state") Path stateDir) {
        this.mesh = mesh;
        this.config = config;
        this.clock = clock;
        this.blobs = meshConfig.blobDir().orElse(stateDir.resolve("blobs"));
    }

    @Override
    public BlobRef store(Path file) {
        return new DirectoryBlobStore(blobs).put(file);
    }

    @Override
    public JsonNode submit(JsonNode body, String key, String tenant) {
        return ask("POST", JOBS, body, Map.of("idempotency-key", key), tenant);
    }

    @Override
    public JsonNode job(String id, String tenant) {
        return ask("GET", JOBS + "/" + id, null, Map.of(), tenant);
    }

    @Override
    public JsonNode result(String id, String tenant) {
        return ask("GET", JOBS + "/" + id + "/result", null, Map.of(), tenant).path("result");
    }

    @Override
    public void cancel(String id, String tenant) {
        ask("DELETE", JOBS + "/" + id, null, Map.of(), tenant);
    }

    @Override
    public void fetch(JsonNode result, Path folder) {
        var models = new DirectoryBlobStore(blobs.resolve("models"));
        for (JsonNode file : result.path("artefacts")) {
            Path target = folder.resolve(file.path("path").asText()).normalize();
            if (!target.startsWith(folder)) {
                throw new MeshException(ProblemSlug.MODEL_FAILED, "the trainer names a file outside of its folder");
            }
            try {
                Files.createDirectories(target.getParent());
            } catch (IOException e) {
                throw new MeshException(ProblemSlug.INTERNAL, "a folder cannot be made", e);
            }
            models.get(
                    BlobRef.of(file.path("sha256").asText(), file.path("bytes").asLong()), target);
        }
    }

    private JsonNode ask(String method, String path, JsonNode body, Map<String, String> headers, String tenant) {
        Instant until = clock.instant().plus(config.trainerTimeout());
        Map<String, List<String>> sent = new HashMap<>();
        headers.forEach((name, value) -> sent.put(name, List.of(value)));
        if (body != null) {
            sent.put("content-type", List.of("application/json"));
        }
        var call = new Call(
                RoutingSlip.of(Hop.to(TRAINER)),
                new ForwardedCall(method, path, null, sent, body == null ? null : Json.write(body)),
                ForwardedCall.SCHEMA,
                tenant,
                Optional.empty(),
                Optional.empty(),
                until,
                Priority.INTERACTIVE,
                Optional.empty(),
                Optional.empty());
        return body(answer(call));
    }

    private ForwardedAnswer answer(Call call) {
        try {
            mesh.get().require(List.of(TRAINER));
            return mesh.get()
                    .client()
                    .call(call)
                    .toCompletableFuture()
                    .get(config.trainerTimeout().toMillis() + 1_000, TimeUnit.MILLISECONDS)
                    .as(ForwardedAnswer.class);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MeshException failure
                    ? failure
                    : new MeshException(ProblemSlug.OVERLOADED, "the trainer cannot be asked", e.getCause());
        } catch (TimeoutException e) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the trainer does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "stopped while waiting for the trainer", e);
        }
    }

    private static JsonNode body(ForwardedAnswer answer) {
        byte[] body = answer.body() == null ? new byte[0] : answer.body();
        if (answer.status() >= 300) {
            String type = String.join("", answer.headers().getOrDefault("content-type", List.of()));
            throw type.startsWith(Problem.MEDIA_TYPE)
                    ? Json.read(body, Problem.class).toException()
                    : new MeshException(
                            ProblemSlug.MODEL_FAILED, "the trainer answered with status " + answer.status());
        }
        return body.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.read(body, JsonNode.class);
    }
}
