package dev.majlis.cappy.rest;

import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.keyed.KeyedAnswers;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Lets a bounded number of requests work at the same time; the others are told to come back (cappy.md §7). */
@ApplicationScoped
public class Admission {
    private final CappyConfig config;
    private final CurrentRequest current;
    private final KeyedAnswers answers;
    private final Scorers scorers;
    private final Semaphore places;

    @Inject
    public Admission(CappyConfig config, CurrentRequest current, KeyedAnswers answers, Scorers scorers) {
        this.config = config;
        this.current = current;
        this.answers = answers;
        this.scorers = scorers;
        this.places = new Semaphore(config.maxConcurrentRequests());
    }

    /** Header that names a request (draft-ietf-httpapi-idempotency-key-header). */
    static final String KEY = "Idempotency-Key";

    /** @throws dev.majlis.mesh.error.MeshException {@code OVERLOADED} when all places are taken */
    public <T> T admit(Function<RequestTerms, T> work) {
        if (!places.tryAcquire()) {
            throw Failures.overloaded(
                    "%d requests are being scored, the limit".formatted(config.maxConcurrentRequests()));
        }
        try {
            var terms = new RequestTerms(current.facts().deadlineOr(config.timeout()), true);
            return scorers.during(() -> work.apply(terms));
        } finally {
            places.release();
        }
    }

    /**
     * The same for a request that may name itself, so that it is not done twice.
     *
     * @param key of the header {@code Idempotency-Key}; null without one
     * @param operation that the key belongs to
     */
    public <T> T admit(String key, String operation, byte[] body, Class<T> type, Function<RequestTerms, T> work) {
        return answers.once(key(key, operation), body, requestId(), type, () -> admit(work));
    }

    private Optional<DedupKey> key(String key, String operation) {
        try {
            return Optional.ofNullable(key).map(named -> DedupKey.of(tenant(), operation, named));
        } catch (IllegalArgumentException e) {
            throw Failures.invalid("/Idempotency-Key", e.getMessage());
        }
    }

    /** Who asks. */
    public String tenant() {
        return current.facts().tenant();
    }

    /** Name of the request in answers that carry one. */
    public String requestId() {
        return current.facts().requestId();
    }
}
