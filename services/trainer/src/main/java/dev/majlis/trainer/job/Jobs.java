package dev.majlis.trainer.job;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.trainer.error.Failures;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Accepts, shows, cancels and publishes jobs. Blocks; thread-safe. */
public final class Jobs {
    private static final int AT_ONCE = 100;
    private static final String NO_BASE = "none";

    private final Supplier<JobStore> store;
    private final Supplier<ModelRegistry> registry;
    private final Supplier<String> ids;
    private final Clock clock;
    private final int mostWaiting;

    /** @param mostWaiting jobs; more are refused */
    public Jobs(
            Supplier<JobStore> store,
            Supplier<ModelRegistry> registry,
            Supplier<String> ids,
            Clock clock,
            int mostWaiting) {
        this.store = requireNonNull(store, "store is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.mostWaiting = mostWaiting;
    }

    /**
     * A job, and whether it was accepted before, under the same idempotency key.
     *
     * @param job as it stands
     * @param replayed whether nothing new was made
     */
    public record Accepted(Job job, boolean replayed) {}

    /** @throws MeshException {@code QUEUE_FULL} or {@code CONFLICT} */
    public Accepted accept(String tenant, JobRequest request, Optional<StoredData> data, Optional<JobKey> key) {
        int waiting = store.get().waiting();
        if (waiting >= mostWaiting) {
            throw Failures.queueFull(waiting);
        }
        Job job = Job.queued(ids.get(), tenant, request, data, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return store.get()
                .insert(job, key)
                .map(before -> new Accepted(before, true))
                .orElseGet(() -> new Accepted(job, false));
    }

    /** @throws MeshException {@code UNKNOWN_JOB} */
    public Job find(String id, String tenant) {
        return store.get().find(id, tenant).orElseThrow(() -> Failures.unknownJob(id));
    }

    /** Newest first. */
    public List<Job> list(String tenant) {
        return store.get().list(tenant, AT_ONCE);
    }

    /** Asks it to stop; the job as it then stands. */
    public Job cancel(String id, String tenant) {
        store.get().cancel(find(id, tenant).id());
        return find(id, tenant);
    }

    /**
     * What the job has made.
     *
     * @throws MeshException {@code NOT_ENDED}, or what it failed with
     */
    public JobResult result(String id, String tenant) {
        Job job = find(id, tenant);
        if (!job.state().ended()) {
            throw Failures.notEnded(id, job.state().name());
        }
        return job.result().orElseThrow(() -> job.failure()
                .map(problem -> problem.toException())
                .orElseGet(() -> Failures.notSucceeded(id, job.state().name())));
    }

    /**
     * Makes what the job has made the current version of a model.
     *
     * @param model name; {@code <base>-<task>} when nothing is said, the task alone where there is no base
     * @throws MeshException {@code NOT_SUCCEEDED}, or {@code NOT_PROVEN} when its own measurements speak against it
     */
    public ModelVersion publish(String id, String tenant, Optional<String> model) {
        Job job = find(id, tenant);
        JobResult result = job.result()
                .orElseThrow(() -> Failures.notSucceeded(id, job.state().name()));
        if (result.hindrance() != null) {
            throw Failures.notProven(id, result.hindrance());
        }
        String name = model.orElseGet(() -> defaultName(job.request()));
        Map<String, Double> metrics = result.metrics();
        ModelVersion published = registry.get()
                .publish(new ModelVersion(
                        name,
                        job.id(),
                        result.kind(),
                        result.scoreKind(),
                        result.lineage().base(),
                        result.lineage().licence(),
                        result.artefacts(),
                        metrics,
                        Optional.of(job.id()),
                        clock.instant(),
                        Optional.empty()));
        store.get().published(id, name + "@" + published.version());
        return published;
    }

    private static String defaultName(JobRequest request) {
        String base = request.model();
        if (base.equals(NO_BASE)) {
            return request.task();
        }
        int version = base.indexOf('@');
        return (version < 0 ? base : base.substring(0, version)) + "-" + request.task();
    }

    /** The version before the current one becomes current again. */
    public ModelVersion rollback(String model) {
        return registry.get().rollback(model);
    }

    public List<ModelVersion> models() {
        return registry.get().all();
    }
}
