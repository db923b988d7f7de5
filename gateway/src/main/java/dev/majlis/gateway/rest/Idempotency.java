package dev.majlis.gateway.rest;

import dev.majlis.gateway.answer.IdempotencyKey;
import dev.majlis.gateway.state.Stores;
import dev.majlis.mesh.dedup.Beginning;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.dedup.Fingerprint;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.telemetry.Telemetry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Requests with an {@code Idempotency-Key} are computed once (platform §2.5): the first runs, others with the same key join it at
 * the same gateway or are told 409, later ones get the stored answer with {@code Idempotency-Replayed: true}. The claim is a lease
 * that is renewed while the work goes on, so that a gateway that dies does not hold a key for long.
 */
@ApplicationScoped
public class Idempotency {
    private static final Logger LOG = Logger.getLogger(Idempotency.class);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final long RENEW_MS = 5_000;
    private static final String REPLAYED = "Idempotency-Replayed";

    private final Stores stores;
    private final Telemetry telemetry;
    private final Vertx vertx;
    private final Map<String, CompletableFuture<StoredAnswer>> running = new ConcurrentHashMap<>();

    @Inject
    public Idempotency(Stores stores, Telemetry telemetry, Vertx vertx) {
        this.stores = stores;
        this.telemetry = telemetry;
        this.vertx = vertx;
    }

    /** What the holder of a claim must say in the end. */
    interface Claim {
        /** There is an answer, for this and every later request. */
        void done(StoredAnswer answer);

        /** A failure: kept when it is final, given back when a retry may succeed. */
        void failed(MeshException failure);

        /** Does nothing: for requests without a key. */
        Claim NONE = new Claim() {
            @Override
            public void done(StoredAnswer answer) {}

            @Override
            public void failed(MeshException failure) {}
        };
    }

    /** What differs between kinds of requests. */
    interface Paths {
        /** Nobody has done it. */
        void fresh(Claim claim);

        /** The answer is there. */
        void replay(StoredAnswer answer);

        /** It is being done under this correlation id, maybe by another gateway; false when that cannot be joined. */
        default boolean join(String owner) {
            return false;
        }
    }

    Optional<String> key(Exchange exchange) {
        return IdempotencyKey.parse(exchange.header("Idempotency-Key"));
    }

    /** @param owner correlation id of the call that would be made */
    void begin(Exchange exchange, String key, String operation, byte[] body, String owner, Paths paths) {
        DedupKey name = DedupKey.of(exchange.facts().tenant(), operation, key);
        var unused = stores.run(() -> look(name, Fingerprint.of(body), owner))
                .whenComplete((look, failure) -> exchange.run(() -> {
                    try {
                        if (failure != null) {
                            exchange.fail(failure);
                        } else {
                            go(exchange, operation, name, owner, look, paths);
                        }
                    } catch (RuntimeException e) {
                        exchange.fail(e);
                    }
                }));
    }

    /** @param here the answer that is on its way at this gateway; empty when there is none, or another works on it */
    private record Look(Beginning beginning, Optional<CompletableFuture<StoredAnswer>> here) {}

    private Look look(DedupKey name, String fingerprint, String owner) {
        var mine = new CompletableFuture<StoredAnswer>();
        // before the claim, so that whoever sees the claim finds the answer to wait for
        running.put(owner, mine);
        try {
            Look look = found(stores.dedup().begin(name, fingerprint, owner, LEASE));
            if (look.beginning() instanceof Beginning.Joined && look.here().isEmpty()) {
                // it may have ended here after the store was read; then the store knows by now
                look = found(stores.dedup().begin(name, fingerprint, owner, LEASE));
            }
            if (look.beginning() instanceof Beginning.Started) {
                return new Look(look.beginning(), Optional.of(mine));
            }
            running.remove(owner);
            return look;
        } catch (RuntimeException e) {
            running.remove(owner);
            throw e;
        }
    }

    private Look found(Beginning beginning) {
        return new Look(
                beginning,
                beginning instanceof Beginning.Joined joined
                        ? Optional.ofNullable(running.get(joined.owner()))
                        : Optional.empty());
    }

    private void go(Exchange exchange, String operation, DedupKey name, String owner, Look look, Paths paths) {
        Beginning beginning = look.beginning();
        if (beginning instanceof Beginning.Started) {
            telemetry.metrics().dedup(operation, "started");
            Claim claim = claim(exchange, name, owner, look.here().orElseThrow());
            try {
                paths.fresh(claim);
            } catch (RuntimeException e) {
                claim.failed(exchange.failedWith(e));
                throw e;
            }
        } else if (beginning instanceof Beginning.Replay replay) {
            telemetry.metrics().dedup(operation, "replayed");
            exchange.response().putHeader(REPLAYED, "true");
            paths.replay(replay.answer());
        } else if (beginning instanceof Beginning.Joined joined) {
            telemetry.metrics().dedup(operation, "joined");
            join(exchange, joined.owner(), look, paths);
        } else {
            telemetry.metrics().dedup(operation, "conflict");
            throw new MeshException(
                    ProblemSlug.IDEMPOTENCY_CONFLICT, "Idempotency-Key: was used before with another body");
        }
    }

    private void join(Exchange exchange, String owner, Look look, Paths paths) {
        if (paths.join(owner)) {
            return;
        }
        CompletableFuture<StoredAnswer> here = look.here().orElseThrow(Idempotency::inProgress);
        var unused = here.whenComplete((answer, failure) -> exchange.run(() -> {
            if (failure != null) {
                exchange.fail(failure);
            } else {
                exchange.response().putHeader(REPLAYED, "true");
                paths.replay(answer);
            }
        }));
    }

    private Claim claim(Exchange exchange, DedupKey name, String owner, CompletableFuture<StoredAnswer> answer) {
        long timer = vertx.setPeriodic(
                RENEW_MS, due -> inBackground(() -> stores.dedup().renew(name, owner, LEASE)));
        return new Claim() {
            @Override
            public void done(StoredAnswer stored) {
                vertx.cancelTimer(timer);
                answer.complete(stored);
                inBackground(() -> {
                    boolean kept = stores.dedup().done(name, owner, stored);
                    running.remove(owner);
                    return kept;
                });
            }

            @Override
            public void failed(MeshException failure) {
                if (!failure.slug().retryable() && failure.slug() != ProblemSlug.CANCELLED) {
                    ProblemMapper.Answer written = ProblemMapper.answer(
                            failure, exchange.facts().path(), exchange.facts().traceId());
                    done(new StoredAnswer(written.status(), written.mediaType(), written.body()));
                    return;
                }
                vertx.cancelTimer(timer);
                answer.completeExceptionally(failure);
                inBackground(() -> {
                    boolean kept = stores.dedup().failed(name, owner);
                    running.remove(owner);
                    return kept;
                });
            }
        };
    }

    private void inBackground(java.util.function.Supplier<Boolean> work) {
        var unused = stores.run(work).exceptionally(failure -> {
            LOG.warnf("an idempotency key could not be updated: %s", failure.getMessage());
            return false;
        });
    }

    private static MeshException inProgress() {
        return new MeshException(
                        ProblemSlug.REQUEST_IN_PROGRESS, "Idempotency-Key: the request is being worked on elsewhere")
                .withRetryAfter(Duration.ofSeconds(1));
    }
}
