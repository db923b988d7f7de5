package dev.majlis.trainer.run;

import static java.util.Objects.requireNonNull;

import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobFacts;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Writes the progress of running jobs down and tells the mesh, at most once a second for each job, and always at the last update. */
public final class ProgressSink {
    private static final Logger LOG = Logger.getLogger(ProgressSink.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<JobStore> store;
    private final JobFacts facts;
    private final Clock clock;
    private final Map<String, Instant> last = new ConcurrentHashMap<>();

    public ProgressSink(Supplier<JobStore> store, JobFacts facts, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.facts = requireNonNull(facts, "facts is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    void accept(Job job, JobProgress progress) {
        Instant now = clock.instant();
        boolean end = progress.step() == progress.totalSteps();
        Instant before = last.get(job.id());
        if (!end && before != null && before.plus(PAUSE).isAfter(now)) {
            return;
        }
        if (end) {
            last.remove(job.id());
        } else {
            last.put(job.id(), now);
        }
        try {
            store.get().progress(job.id(), progress);
            facts.progress(job, progress);
        } catch (RuntimeException e) {
            // the training goes on: the job's own log has the update
            LOG.warnf("progress of job %s was not written down: %s", job.id(), e.getMessage());
        }
    }

    /** Always written down, for it comes seldom. */
    void accept(Job job, JobPhase phase) {
        try {
            store.get().phase(job.id(), phase);
            facts.phase(job, phase);
        } catch (RuntimeException e) {
            LOG.warnf("phase %s of job %s was not written down: %s", phase.name(), job.id(), e.getMessage());
        }
    }

    void forget(String job) {
        last.remove(job);
    }
}
