package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.Expert;
import java.time.Duration;

/**
 * An expert with its address.
 *
 * @param expert as fusers see it
 * @param features where its columns come from
 * @param measured whether its cost in ms and tokens is what was measured of late instead of what was said
 * @param timeout of one call, at most ten minutes
 */
public record RegisteredExpert(
        Expert expert, Endpoint endpoint, EmbeddingSource features, boolean measured, Duration timeout) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public RegisteredExpert {
        requireNonNull(expert, "expert is null");
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(features, "features is null");
        requireNonNull(timeout, "timeout is null");
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw Failures.invalid(
                    "/timeout_ms", "is " + timeout.toMillis() + ", must be from 1 to " + LONGEST.toMillis());
        }
    }

    public String id() {
        return expert.id();
    }
}
