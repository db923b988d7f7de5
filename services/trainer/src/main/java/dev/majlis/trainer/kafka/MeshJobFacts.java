package dev.majlis.trainer.kafka;

import dev.majlis.mesh.Mesh;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobFacts;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Facts on {@code trainer.events.v1}, keyed by job. */
@ApplicationScoped
public class MeshJobFacts implements JobFacts {
    /** Without prefix. */
    public static final String TOPIC = "trainer.events.v1";

    private static final String KIND = "training-job";
    private static final Logger LOG = Logger.getLogger(MeshJobFacts.class);

    private final Mesh mesh;
    private final Clock clock;

    @Inject
    public MeshJobFacts(Mesh mesh, Clock clock) {
        this.mesh = mesh;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> state(Job job) {
        return publish(job, job.phase().orElse(null), job.progress().orElse(null), job.updatedAt());
    }

    @Override
    public void phase(Job job, JobPhase phase) {
        tell(job, phase, job.progress().orElse(null));
    }

    @Override
    public void progress(Job job, JobProgress progress) {
        tell(job, null, progress);
    }

    private void tell(Job job, JobPhase phase, JobProgress progress) {
        publish(job, phase, progress, clock.instant()).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debugf("progress of job %s was not told: %s", job.id(), failure.getMessage());
            }
        });
    }

    private CompletionStage<Void> publish(Job job, JobPhase phase, JobProgress progress, Instant at) {
        return mesh.events().publish(TOPIC, KIND, job.id(), job.tenant(), TrainingJobFact.of(job, phase, progress, at));
    }
}
