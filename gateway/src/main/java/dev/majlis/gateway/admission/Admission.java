package dev.majlis.gateway.admission;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses what cannot be answered in time before anything is enqueued (platform §2.7): too many in flight → {@code
 * rate-limited}; in flight ÷ recent completions per second beyond the deadline → {@code overloaded}. Thread-safe, never blocks.
 */
public final class Admission {
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Clock clock;

    public Admission(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * @param lane name of the route or service; a bounded set
     * @param limit of requests in flight
     * @throws MeshException {@code rate-limited} (429) or {@code overloaded} (503), with {@code Retry-After}
     */
    public Permit enter(String lane, int limit, Instant deadline) {
        Lane entered = lanes.computeIfAbsent(lane, Lane::new);
        Instant now = clock.instant();
        entered.enter(limit, Duration.between(now, deadline).toMillis(), now.toEpochMilli());
        return new Permit(() -> entered.leave(clock.millis()));
    }

    public int inFlight(String lane) {
        Lane known = lanes.get(lane);
        return known == null ? 0 : known.inFlight();
    }
}
