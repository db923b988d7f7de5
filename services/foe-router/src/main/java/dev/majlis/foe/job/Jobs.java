package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/** Accepts, shows and cancels jobs. Blocks; thread-safe. */
public final class Jobs {
    private static final int AT_ONCE = 100;

    private final Supplier<? extends JobStore> store;
    private final Supplier<String> ids;
    private final Runnable wake;
    private final Clock clock;
    private final int mostWaiting;

    /**
     * @param wake the queue, when there is something new
     * @param mostWaiting jobs; more are refused
     */
    public Jobs(Supplier<? extends JobStore> store, Supplier<String> ids, Runnable wake, Clock clock, int mostWaiting) {
        this.store = requireNonNull(store, "store is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.wake = requireNonNull(wake, "wake is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.mostWaiting = mostWaiting;
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code QUEUE_FULL} */
    public Job accept(String tenant, JobKind kind, String pool, ObjectNode request) {
        int waiting = store.get().waiting();
        if (waiting >= mostWaiting) {
            throw Failures.queueFull(waiting);
        }
        Job job = Job.queued(
                ids.get(), tenant, kind, pool, request, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        store.get().insert(job);
        wake.run();
        return job;
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_JOB} */
    public Job find(String id, String tenant) {
        return store.get().find(id, tenant).orElseThrow(() -> Failures.unknown("JOB", id));
    }

    /** Newest first. */
    public List<Job> list(String tenant) {
        return store.get().list(tenant, AT_ONCE);
    }

    /** Asks it to stop; the job as it then stands. */
    public Job cancel(String id, String tenant) {
        store.get().cancel(find(id, tenant).id());
        wake.run();
        return find(id, tenant);
    }
}
