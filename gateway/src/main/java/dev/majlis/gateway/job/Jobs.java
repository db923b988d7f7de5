package dev.majlis.gateway.job;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Accepts, answers, cancels and expires jobs. A job is written down before its request is sent, and its request is sent again
 * until the broker has it (transactional outbox): nothing accepted is lost when the gateway dies. Methods block, unless they
 * return a stage.
 */
public final class Jobs {
    /** Name of the operation whose queue takes the answers; read by all gateways together. */
    public static final String REPLIES = "gateway.job-replies.requests.v1";

    private static final Logger LOG = Logger.getLogger(Jobs.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration UNSENT = Duration.ofSeconds(10);
    private static final int AT_ONCE = 100;

    private final Supplier<JobStore> store;
    private final MeshClient mesh;
    private final Clock clock;
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    /** @param store asked for at each use, for it is opened late */
    public Jobs(Supplier<JobStore> store, MeshClient mesh, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.mesh = requireNonNull(mesh, "mesh is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Writes the job down. */
    public void accept(Job job) {
        store.get().insert(job);
    }

    /** Hands the request to the broker; completes when it has it. The job is then {@link JobState#RUNNING}. */
    public CompletionStage<Void> send(Job job) {
        return mesh.send(job.request().call(job.id(), job.tenant(), job.deadline()), REPLIES)
                .thenAccept(sent -> {});
    }

    public void sent(Job job) {
        store.get().sent(job.id());
    }

    /** The mesh has answered; {@code failure} instead of {@code reply} when it failed. Unknown and ended jobs are ignored. */
    public void answered(String id, byte[] reply, Optional<MeshException> failure) {
        Optional<Job> job = store.get().find(id);
        if (job.isEmpty()) {
            LOG.warnf("an answer came for job %s, which is not in this gateway's database", id);
            return;
        }
        if (failure.isPresent()) {
            end(job.get(), state(failure.get()), Optional.of(answer(failure.get())));
            return;
        }
        StoredAnswer answer = job.get().request().form().answer(reply);
        end(job.get(), answer.status() < 400 ? JobState.SUCCEEDED : JobState.FAILED, Optional.of(answer));
    }

    /** Cancels it and tells the workers; false when it had ended already. */
    public boolean cancel(Job job) {
        mesh.cancel(job.id());
        MeshException cancelled = new MeshException(ProblemSlug.CANCELLED, "cancelled by its owner");
        return end(job, JobState.CANCELLED, Optional.of(answer(cancelled)));
    }

    /** The client was not told that the job was accepted: it ends as failed. */
    public void notAccepted(Job job, MeshException failure) {
        end(job, JobState.FAILED, Optional.of(answer(failure)));
    }

    public Optional<Job> find(String id, String tenant) {
        return store.get().find(id, tenant);
    }

    public List<Job> list(String tenant) {
        return store.get().list(tenant, AT_ONCE);
    }

    /** Completes at the job's end, if this gateway learns of it; look at the store for the truth. */
    public CompletableFuture<Void> whenEnded(String id) {
        return waiting.computeIfAbsent(id, missing -> new CompletableFuture<>());
    }

    /** Nobody waits any more. */
    public void forget(String id) {
        waiting.remove(id);
    }

    /** Sends again what the broker never acknowledged; after a start, everything. */
    public void resend(boolean afterStart) {
        Instant before =
                afterStart ? clock.instant().plusSeconds(1) : clock.instant().minus(UNSENT);
        for (Job job : store.get().unsent(before, AT_ONCE)) {
            send(job).whenComplete((done, failure) -> {
                if (failure == null) {
                    sent(job);
                } else {
                    LOG.warnf("job %s could not be sent again: %s", job.id(), failure.getMessage());
                }
            });
        }
    }

    /** Gives up what is late and forgets what is old. */
    public void sweep() {
        int expired = store.get().expire();
        if (expired > 0) {
            LOG.infof("%d jobs expired", expired);
            waiting.values().forEach(ended -> ended.complete(null));
        }
        store.get().purge(clock.instant().minus(KEPT));
    }

    private boolean end(Job job, JobState state, Optional<StoredAnswer> answer) {
        boolean ended = store.get().end(job.id(), state, answer);
        CompletableFuture<Void> told = waiting.remove(job.id());
        if (told != null) {
            told.complete(null);
        }
        return ended;
    }

    private static JobState state(MeshException failure) {
        return switch (failure.slug()) {
            case CANCELLED -> JobState.CANCELLED;
            case DEADLINE_EXCEEDED -> JobState.EXPIRED;
            default -> JobState.FAILED;
        };
    }

    private static StoredAnswer answer(MeshException failure) {
        return new StoredAnswer(
                failure.status(), Problem.MEDIA_TYPE, dev.majlis.mesh.json.Json.write(Problem.of(failure, null, null)));
    }
}
