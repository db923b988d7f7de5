package dev.majlis.cappy.rest;

import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.RequestTerms;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Lets a bounded number of requests work at the same time; the others are told to come back (cappy.md §7). */
@ApplicationScoped
public class Admission {
    private final CappyConfig config;
    private final CurrentRequest current;
    private final Semaphore places;

    @Inject
    public Admission(CappyConfig config, CurrentRequest current) {
        this.config = config;
        this.current = current;
        this.places = new Semaphore(config.maxConcurrentRequests());
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code OVERLOADED} when all places are taken */
    public <T> T admit(Function<RequestTerms, T> work) {
        if (!places.tryAcquire()) {
            throw Failures.overloaded(
                    "%d requests are being scored, the limit".formatted(config.maxConcurrentRequests()));
        }
        try {
            return work.apply(new RequestTerms(current.facts().deadlineOr(config.timeout()), true));
        } finally {
            places.release();
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
