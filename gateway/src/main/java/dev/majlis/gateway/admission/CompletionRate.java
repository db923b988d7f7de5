package dev.majlis.gateway.admission;

import java.util.OptionalDouble;

/**
 * How many requests came to their end per second lately: eight buckets of two seconds. Time without any request in flight
 * does not count, so that a quiet hour does not look like a slow one. Not thread-safe: {@link Lane} guards it.
 */
final class CompletionRate {
    private static final int BUCKETS = 8;
    private static final long BUCKET_MS = 2_000;
    /** Below this many completions the estimate says more about chance than about speed. */
    private static final int ENOUGH = 8;

    private final int[] counts = new int[BUCKETS];
    private long newest = Long.MIN_VALUE;
    private long busySince;

    /** The first request after a time without any. */
    void busy(long nowMs) {
        busySince = nowMs;
        java.util.Arrays.fill(counts, 0);
    }

    void completed(long nowMs) {
        advance(nowMs);
        counts[slot(newest)]++;
    }

    /** Completions per second; empty while there are too few to tell. */
    OptionalDouble perSecond(long nowMs) {
        advance(nowMs);
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        if (sum < ENOUGH) {
            return OptionalDouble.empty();
        }
        long window = Math.min(nowMs - busySince, BUCKET_MS * (BUCKETS - 1) + nowMs % BUCKET_MS);
        return OptionalDouble.of(sum * 1_000.0 / Math.max(1, window));
    }

    private void advance(long nowMs) {
        long bucket = nowMs / BUCKET_MS;
        if (newest == Long.MIN_VALUE) {
            newest = bucket;
        }
        long steps = Math.min(BUCKETS, bucket - newest);
        for (long step = 1; step <= steps; step++) {
            counts[slot(bucket - steps + step)] = 0;
        }
        newest = Math.max(newest, bucket);
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) BUCKETS);
    }
}
