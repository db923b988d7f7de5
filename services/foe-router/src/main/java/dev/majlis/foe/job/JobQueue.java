package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.job.PollingThreads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs waiting jobs, oldest first, and tells the mesh every change of a state until the mesh has it. The database is the queue:
 * what was running when the process ended waits again when it starts.
 */
public final class JobQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobQueue.class);
    private static final int AT_ONCE = 100;
    /** A job that brings its process down again and again is given up. */
    private static final int MOST_ATTEMPTS = 5;

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration GIVEN_UP = Duration.ofSeconds(60);

    private final Supplier<? extends JobStore> store;
    private final Map<JobKind, JobWork> works = new EnumMap<>(JobKind.class);
    private final JobFacts facts;
    private final FailureClassifier failures;
    private final Clock clock;
    private final Settings settings;
    private final PollingThreads threads;
    private Instant beaten = Instant.MIN;

    /**
     * How jobs are run.
     *
     * @param owner name of this process, the same after a restart and unlike that of any other
     * @param workers jobs that run at the same time
     * @param drain how long {@link #close} waits
     */
    public record Settings(String owner, int workers, Duration drain) {}

    public JobQueue(
            Supplier<? extends JobStore> store,
            List<JobWork> works,
            JobFacts facts,
            FailureClassifier failures,
            Clock clock,
            Settings settings) {
        this.store = requireNonNull(store, "store is null");
        works.forEach(work -> this.works.put(work.kind(), work));
        this.facts = requireNonNull(facts, "facts is null");
        this.failures = requireNonNull(failures, "failures is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.threads = new PollingThreads(settings.drain());
    }

    /** Takes up what was left, and begins. */
    public void start() {
        for (int i = 0; i < settings.workers(); i++) {
            threads.start("foe-job-" + i, this::work);
        }
        threads.start("foe-job-facts", this::tell);
    }

    /** There is something new in the store. */
    public void wake() {
        threads.wake();
    }

    @Override
    public void close() {
        threads.close();
    }

    private boolean released;

    private synchronized void release() {
        if (!released) {
            int left = store.get().release(settings.owner());
            released = true;
            if (left > 0) {
                LOG.infof("%d jobs go on from where they were", left);
            }
        }
    }

    private boolean work() {
        release();
        Optional<Job> job = store.get().claim(settings.owner());
        job.ifPresent(next -> {
            wake();
            run(next);
            wake();
        });
        return job.isPresent();
    }

    private void run(Job job) {
        LOG.infof("job %s (%s) starts, attempt %d", job.id(), job.kind(), job.attempts());
        try {
            if (job.attempts() > MOST_ATTEMPTS) {
                throw new MeshException(
                        ProblemSlug.MODEL_FAILED,
                        "the process ended %d times while it ran this job".formatted(job.attempts() - 1));
            }
            var context = new RunningJob(job, store, () -> !threads.open());
            store.get().succeed(job.id(), works.get(job.kind()).run(context));
            LOG.infof("job %s succeeded", job.id());
        } catch (JobStopped stopped) {
            if (stopped.cancelled()) {
                store.get().end(job.id(), JobState.CANCELLED, Optional.empty());
            }
        } catch (RuntimeException e) {
            MeshException failure = failures.translate(e);
            if (failure.slug() == ProblemSlug.INTERNAL) {
                LOG.errorf(e, "job %s failed", job.id());
            } else {
                LOG.warnf("job %s failed: %s", job.id(), failure.getMessage());
            }
            store.get().end(job.id(), JobState.FAILED, Optional.of(Problem.of(failure, null, null)));
        }
    }

    /** Never has more to do at once. */
    private boolean tell() {
        try {
            beat();
            for (Job job : store.get().untold(AT_ONCE)) {
                facts.state(job).toCompletableFuture().get(30, TimeUnit.SECONDS);
                store.get().told(job.id(), job.state());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the mesh was not told how jobs stand, which is tried again: %s", e.getMessage());
        }
        return false;
    }

    /** Says that this process lives, and takes over from one that does not. */
    private void beat() {
        Instant now = clock.instant();
        if (now.isAfter(beaten.plus(BEAT))) {
            beaten = now;
            store.get().beat(settings.owner());
            int left = store.get().abandon(now.minus(GIVEN_UP));
            if (left > 0) {
                LOG.infof("%d jobs of a process that is gone go on here", left);
                wake();
            }
        }
    }
}
