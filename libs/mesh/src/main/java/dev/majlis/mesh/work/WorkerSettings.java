package dev.majlis.mesh.work;

import java.time.Duration;
import java.util.List;

/**
 * How a worker takes and does its work.
 *
 * @param maxInFlight records handled at the same time
 * @param lanes members of the share group in this process at most: quick work uses one, the others join when slow work holds
 *     it; as many as {@code maxInFlight} says that all work is slow, and starts them all at once
 * @param maxBatch records of one batch; {@link BatchWorker} only
 * @param maxBatchDelay longest wait for a batch to fill
 * @param retryDelays delay before each retry of a transient failure; their number is the number of retries
 * @param drain how long {@code close} lets work in flight finish
 */
public record WorkerSettings(
        int maxInFlight, int lanes, int maxBatch, Duration maxBatchDelay, List<Duration> retryDelays, Duration drain) {

    public WorkerSettings {
        if (maxInFlight < 1 || lanes < 1 || lanes > maxInFlight) {
            throw new IllegalArgumentException(
                    "maxInFlight %d and lanes %d: both at least 1, no more lanes than records"
                            .formatted(maxInFlight, lanes));
        }
        retryDelays = List.copyOf(retryDelays);
    }

    /** 16 in flight over 4 lanes, batches of 16 or 5 ms, retries after 2, 10 and 30 s, 45 s of drain. */
    public static WorkerSettings defaults() {
        return new WorkerSettings(
                16,
                4,
                16,
                Duration.ofMillis(5),
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30)),
                Duration.ofSeconds(45));
    }

    public WorkerSettings withMaxInFlight(int value) {
        return new WorkerSettings(value, Math.min(lanes, value), maxBatch, maxBatchDelay, retryDelays, drain);
    }

    public WorkerSettings withLanes(int value) {
        return new WorkerSettings(maxInFlight, value, maxBatch, maxBatchDelay, retryDelays, drain);
    }

    public WorkerSettings withBatch(int size, Duration delay) {
        return new WorkerSettings(maxInFlight, lanes, size, delay, retryDelays, drain);
    }

    public WorkerSettings withRetryDelays(List<Duration> value) {
        return new WorkerSettings(maxInFlight, lanes, maxBatch, maxBatchDelay, value, drain);
    }

    public WorkerSettings withDrain(Duration value) {
        return new WorkerSettings(maxInFlight, lanes, maxBatch, maxBatchDelay, retryDelays, value);
    }
}
