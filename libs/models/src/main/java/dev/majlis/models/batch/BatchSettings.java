package dev.majlis.models.batch;

import java.time.Duration;

/**
 * How batches are formed (platform §7).
 *
 * @param model name in messages and metrics
 * @param maxSize most jobs in one batch
 * @param maxDelay longest wait of the oldest job for batch mates
 * @param tokenBudget most padded tokens in one batch: size × longest; a single job may be longer
 * @param bucketTokens jobs whose lengths round up to the same multiple run together
 * @param queueCapacity waiting jobs; more are refused with {@code OVERLOADED}
 * @param workers threads that run batches
 * @param maxFailures worker failures within {@code failureWindow} that open the circuit
 * @param failureWindow how long a failure counts
 */
public record BatchSettings(
        String model,
        int maxSize,
        Duration maxDelay,
        int tokenBudget,
        int bucketTokens,
        int queueCapacity,
        int workers,
        int maxFailures,
        Duration failureWindow) {

    public BatchSettings {
        if (maxSize < 1 || tokenBudget < 1 || bucketTokens < 1 || queueCapacity < 1 || workers < 1 || maxFailures < 1) {
            throw new IllegalArgumentException("sizes, budgets and counts of a batcher must be at least 1");
        }
    }

    /** Size 8, delay 5 ms, 16 384 padded tokens, buckets of 32, 4 096 waiting jobs, one worker, 3 failures in 60 s. */
    public static BatchSettings defaults(String model) {
        return new BatchSettings(model, 8, Duration.ofMillis(5), 16_384, 32, 4_096, 1, 3, Duration.ofSeconds(60));
    }

    /**
     * For an engine that computes one text nearly as fast as several: at most 128 padded tokens whose lengths round up to the same
     * multiple of 8, so that only short texts share a batch, and nobody waits for mates.
     */
    public static BatchSettings small(String model) {
        return new BatchSettings(model, 8, Duration.ZERO, 128, 8, 4_096, 1, 3, Duration.ofSeconds(60));
    }

    /** The same with another number of workers. */
    public BatchSettings withWorkers(int count) {
        return new BatchSettings(
                model, maxSize, maxDelay, tokenBudget, bucketTokens, queueCapacity, count, maxFailures, failureWindow);
    }

    /** The same with another batch size. */
    public BatchSettings withMaxSize(int size) {
        return new BatchSettings(
                model, size, maxDelay, tokenBudget, bucketTokens, queueCapacity, workers, maxFailures, failureWindow);
    }

    /** The same with another queue. */
    public BatchSettings withQueueCapacity(int capacity) {
        return new BatchSettings(
                model, maxSize, maxDelay, tokenBudget, bucketTokens, capacity, workers, maxFailures, failureWindow);
    }

    /** The same with another delay. */
    public BatchSettings withMaxDelay(Duration delay) {
        return new BatchSettings(
                model, maxSize, delay, tokenBudget, bucketTokens, queueCapacity, workers, maxFailures, failureWindow);
    }

    /** The same with another budget of padded tokens. */
    public BatchSettings withTokenBudget(int tokens) {
        return new BatchSettings(
                model, maxSize, maxDelay, tokens, bucketTokens, queueCapacity, workers, maxFailures, failureWindow);
    }
}
