package dev.majlis.gateway.admission;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.util.OptionalDouble;

/** Requests of one route in flight at this gateway. Thread-safe. */
final class Lane {
    private static final long LONGEST_HINT_MS = 60_000;

    private final String name;
    private final CompletionRate rate = new CompletionRate();
    private int inFlight;

    Lane(String name) {
        this.name = name;
    }

    /**
     * @param limit of requests in flight
     * @param leftMs until the caller's deadline
     */
    synchronized void enter(int limit, long leftMs, long nowMs) {
        OptionalDouble perSecond = rate.perSecond(nowMs);
        if (inFlight >= limit) {
            long freeMs = perSecond.isPresent() ? (long) (1_000 / perSecond.getAsDouble()) : 1_000;
            throw new MeshException(
                            ProblemSlug.RATE_LIMITED,
                            "route '%s' has %d requests in flight, the limit is %d".formatted(name, inFlight, limit))
                    .withRetryAfter(hint(freeMs));
        }
        if (perSecond.isPresent() && inFlight > 0) {
            long waitMs = (long) (inFlight / perSecond.getAsDouble() * 1_000);
            if (waitMs > leftMs) {
                throw new MeshException(
                                ProblemSlug.OVERLOADED,
                                "route '%s': estimated wait %d ms, the deadline is in %d ms"
                                        .formatted(name, waitMs, leftMs))
                        .withRetryAfter(hint(waitMs - leftMs));
            }
        }
        if (inFlight == 0) {
            rate.busy(nowMs);
        }
        inFlight++;
    }

    synchronized void leave(long nowMs) {
        inFlight--;
        rate.completed(nowMs);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    private static Duration hint(long millis) {
        return Duration.ofMillis(Math.min(LONGEST_HINT_MS, Math.max(1_000, millis)));
    }
}
