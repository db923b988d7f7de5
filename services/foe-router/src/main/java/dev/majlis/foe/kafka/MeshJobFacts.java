package dev.majlis.foe.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.foe.job.Job;
import dev.majlis.foe.job.JobFacts;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.Mesh;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Facts on {@code foe-router.events.v1}, keyed by job. */
@ApplicationScoped
public class MeshJobFacts implements JobFacts {
    /** Without prefix. */
    static final String TOPIC = "foe-router.events.v1";

    private final Instance<Mesh> mesh;

    @Inject
    public MeshJobFacts(Instance<Mesh> mesh) {
        this.mesh = mesh;
    }

    /**
     * Schema {@code foe-job}.
     *
     * @param code of a failed job; null otherwise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Fact(String job, String kind, String pool, String state, double progress, Instant at, String code) {}

    @Override
    public CompletionStage<Void> state(Job job) {
        var fact = new Fact(
                job.id(),
                job.kind().word(),
                job.pool(),
                job.state().name(),
                job.progress(),
                job.updatedAt(),
                job.failure().map(problem -> problem.code()).orElse(null));
        return mesh.get().events().publish(TOPIC, "foe-job", job.id(), job.tenant(), Wire.tree(fact));
    }
}
