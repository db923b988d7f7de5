package dev.majlis.foe.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The context of a job that runs; asks and tells the store at most a few times a second. */
final class RunningJob implements JobContext {
    private static final Logger LOG = Logger.getLogger(RunningJob.class);
    private static final long PAUSE_NANOS = 200_000_000;

    private final Job job;
    private final Supplier<? extends JobStore> store;
    private final BooleanSupplier ending;
    private long asked = System.nanoTime() - PAUSE_NANOS;
    private long told = System.nanoTime() - PAUSE_NANOS;
    private boolean cancelled;

    RunningJob(Job job, Supplier<? extends JobStore> store, BooleanSupplier ending) {
        this.job = job;
        this.store = store;
        this.ending = ending;
    }

    @Override
    public Job job() {
        return job;
    }

    @Override
    public synchronized void progress(double share, String message) {
        long now = System.nanoTime();
        if (now - told >= PAUSE_NANOS) {
            told = now;
            store.get().progress(job.id(), share, message);
        }
    }

    @Override
    public void remember(ObjectNode memory) {
        store.get().remember(job.id(), memory);
    }

    @Override
    public synchronized void check() {
        if (ending.getAsBoolean()) {
            throw new JobStopped(false);
        }
        if (!cancelled && System.nanoTime() - asked >= PAUSE_NANOS) {
            asked = System.nanoTime();
            cancelled = requested();
        }
        if (cancelled) {
            throw new JobStopped(true);
        }
    }

    private boolean requested() {
        try {
            return store.get().cancelRequested(job.id());
        } catch (RuntimeException e) {
            LOG.warnf("whether job %s is cancelled is not known: %s", job.id(), e.getMessage());
            return false;
        }
    }
}
