package dev.majlis.models.batch;

import java.util.ArrayDeque;

/** Opens when too many workers failed within a window, and closes by itself when the window has passed. Thread-safe. */
final class CircuitBreaker {
    private final int maxFailures;
    private final long windowNanos;
    private final ArrayDeque<Long> failures = new ArrayDeque<>();

    CircuitBreaker(int maxFailures, long windowNanos) {
        this.maxFailures = maxFailures;
        this.windowNanos = windowNanos;
    }

    synchronized void failed(long nanos) {
        failures.add(nanos);
        if (failures.size() > maxFailures) {
            failures.remove();
        }
    }

    synchronized boolean open(long nanos) {
        while (!failures.isEmpty() && nanos - failures.peek() > windowNanos) {
            failures.remove();
        }
        return failures.size() >= maxFailures;
    }
}
