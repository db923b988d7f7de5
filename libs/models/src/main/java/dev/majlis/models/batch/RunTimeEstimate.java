package dev.majlis.models.batch;

import java.time.Duration;

/** Moving average of the time a token takes. Thread-safe. */
final class RunTimeEstimate {
    private static final double WEIGHT_OF_NEWEST = 0.2;

    private double nanosPerToken;

    synchronized void ran(long tokens, long nanos) {
        double newest = (double) nanos / Math.max(1, tokens);
        nanosPerToken = nanosPerToken == 0 ? newest : nanosPerToken + WEIGHT_OF_NEWEST * (newest - nanosPerToken);
    }

    /** Zero before the first run. */
    synchronized Duration of(long tokens) {
        return Duration.ofNanos((long) (nanosPerToken * tokens));
    }
}
