package dev.majlis.trainer.run;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.job.PollingThreads;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobFacts;
import dev.majlis.trainer.job.JobStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs waiting jobs, oldest first, one for each device, and tells the mesh every change of a state until the mesh has it. The
 * database is the queue: what was running when the process ended waits again when it starts.
 */
public final class JobQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobQueue.class);
    private static final int AT_ONCE = 100;

    private final Supplier<JobStore> store;
    private final JobRunner runner;
    private final JobFacts facts;
    private final ProgressSink progress;
    private final Clock clock;
    private final Settings settings;
    private final PollingThreads threads;

    /**
     * How jobs are run.
     *
     * @param owner name of this process, the same after a restart and unlike that of any other
     * @param devices jobs that run at the same time
     * @param longestWait after which a waiting job is given up
     * @param drain how long {@link #close} waits for the checkpoint
     */
    public record Settings(String owner, int devices, Duration longestWait, Duration drain) {}

    public JobQueue(
            Supplier<JobStore> store,
            JobRunner runner,
            JobFacts facts,
            ProgressSink progress,
            Clock clock,
            Settings settings) {
        this.store = requireNonNull(store, "store is null");
        this.runner = requireNonNull(runner, "runner is null");
        this.facts = requireNonNull(facts, "facts is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.threads = new PollingThreads(settings.drain());
    }

    /** Takes up what was left, and begins. */
    public void start() {
        int left = store.get().release(settings.owner());
        if (left > 0) {
            LOG.infof("%d jobs go on from their last checkpoint", left);
        }
        for (int i = 0; i < settings.devices(); i++) {
            threads.start("trainer-device-" + i, this::work);
        }
        threads.start("trainer-facts", this::tell);
    }

    /** There is something new in the store. */
    public void wake() {
        threads.wake();
    }

    @Override
    public void close() {
        threads.close();
    }

    private boolean work() {
        Optional<Job> job = store.get().claim(settings.owner());
        job.ifPresent(next -> {
            wake();
            run(next);
        });
        return job.isPresent();
    }

    private void run(Job job) {
        LOG.infof("job %s starts, attempt %d", job.id(), job.attempts());
        runner.run(job, new CancelCheck(job.id()), () -> !threads.open());
        progress.forget(job.id());
        wake();
    }

    /** Asks the store at most a few times a second, for it is asked before every pass. */
    private final class CancelCheck implements java.util.function.BooleanSupplier {
        private static final long PAUSE_NANOS = 200_000_000;

        private final String id;
        private long asked;
        private boolean known;

        CancelCheck(String id) {
            this.id = id;
            this.asked = System.nanoTime() - PAUSE_NANOS;
        }

        @Override
        public boolean getAsBoolean() {
            if (!known && System.nanoTime() - asked >= PAUSE_NANOS) {
                asked = System.nanoTime();
                known = requested();
            }
            return known;
        }

        private boolean requested() {
            try {
                return store.get().cancelRequested(id);
            } catch (RuntimeException e) {
                LOG.warnf("whether job %s is cancelled is not known: %s", id, e.getMessage());
                return false;
            }
        }
    }

    /** Never has more to do at once. */
    private boolean tell() {
        try {
            store.get().expire(clock.instant().minus(settings.longestWait()));
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
}
