package dev.majlis.mesh.work;

import java.time.Duration;
import java.util.List;

/**
 * How a worker takes and does its work.
 *
 * @param maxInFlight records handled at the same time
 * @param maxBatch records of one batch; {@link BatchWorker} only
 * @param maxBatchDelay longest wait for a batch to fill
 * @param retryDelays delay before each retry of a transient failure; their number is the number of retries
 * @param drain how long {@code close} lets work in flight finish
 */
public record WorkerSettings(
        int maxInFlight, int maxBatch, Duration maxBatchDelay, List<Duration> retryDelays, Duration drain) {

    public WorkerSettings {
        retryDelays = List.copyOf(retryDelays);
    }

    /** 16 in flight, batches of 16 or 5 ms, retries after 2, 10 and 30 s, 45 s of drain. */
    public static WorkerSettings defaults() {
        return new WorkerSettings(
                16,
                16,
                Duration.ofMillis(5),
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30)),
                Duration.ofSeconds(45));
    }

    public WorkerSettings withMaxInFlight(int value) {
        return new WorkerSettings(value, maxBatch, maxBatchDelay, retryDelays, drain);
    }

    public WorkerSettings withRetryDelays(List<Duration> value) {
        return new WorkerSettings(maxInFlight, maxBatch, maxBatchDelay, value, drain);
    }
}
