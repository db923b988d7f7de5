package dev.majlis.foe.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.config.FoeConfig;
import dev.majlis.foe.job.Trainer;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.rest.MeshConfig;
import dev.majlis.mesh.rest.RestOverMesh;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The trainer's HTTP paths over the mesh; rows and weights go by the folder of blobs that both share. */
@ApplicationScoped
public class MeshTrainer implements Trainer {
    private static final String JOBS = "/trainer/v1/jobs";

    private final RestOverMesh trainer;
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
        this.trainer = new RestOverMesh(mesh::get, "trainer", clock);
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
        return trainer.ask(method, path, body, headers, tenant, clock.instant().plus(config.trainerTimeout()));
    }
}
