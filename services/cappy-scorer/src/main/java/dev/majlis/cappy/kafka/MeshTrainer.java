package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.adaptation.Trainer;
import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.rest.RestOverMesh;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** The trainer's HTTP paths over the mesh. */
@ApplicationScoped
public class MeshTrainer implements Trainer {
    private final RestOverMesh trainer;
    private final CappyConfig config;
    private final Clock clock;

    @Inject
    public MeshTrainer(Instance<Mesh> mesh, CappyConfig config, Clock clock) {
        this.trainer = new RestOverMesh(mesh::get, "trainer", clock);
        this.config = config;
        this.clock = clock;
    }

    @Override
    public JsonNode ask(
            String method, String path, JsonNode body, Map<String, String> headers, String tenant, Instant deadline) {
        Instant patience = clock.instant().plus(config.trainerTimeout());
        try {
            return trainer.ask(method, path, body, headers, tenant, patience.isBefore(deadline) ? patience : deadline);
        } catch (MeshException e) {
            throw e.slug() == ProblemSlug.DEADLINE_EXCEEDED || e.slug() == ProblemSlug.OVERLOADED
                    ? Failures.trainerAbsent(e)
                    : e;
        }
    }
}
