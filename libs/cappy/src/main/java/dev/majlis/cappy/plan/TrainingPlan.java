package dev.majlis.cappy.plan;

import static java.util.Objects.requireNonNull;

/**
 * Length and learning rate of one epoch of AdamW, linear with warm-up (cappy.md §3.2 step 5).
 *
 * @param trainSize pairs
 * @param microBatch pairs in one pass
 * @param accumulation passes in one update
 * @param peak highest learning rate
 * @param warmUp share of the schedule that climbs from 0 to the peak, 0 to 1
 * @param schedule what the rate follows
 */
public record TrainingPlan(
        int trainSize, int microBatch, int accumulation, double peak, double warmUp, Schedule schedule) {
    public TrainingPlan {
        requireNonNull(schedule, "schedule is null");
        if (trainSize < 1 || microBatch < 1 || accumulation < 1) {
            throw new IllegalArgumentException("trainSize, microBatch and accumulation must be at least 1");
        }
        if (!(peak > 0) || !(warmUp >= 0 && warmUp <= 1)) {
            throw new IllegalArgumentException("peak %s or warmUp %s is out of range".formatted(peak, warmUp));
        }
    }

    /** 102 400 pairs, 8 × 16 an update: 800 updates with a peak of 2e-5 after 80. */
    public static TrainingPlan published(Schedule schedule) {
        return new TrainingPlan(102_400, 8, 16, 2e-5, 0.1, schedule);
    }

    /** Passes of one epoch; the last may be smaller. */
    public int microBatches() {
        return (trainSize + microBatch - 1) / microBatch;
    }

    /** Steps of the optimiser; the last may see fewer passes. */
    public int updates() {
        return (microBatches() + accumulation - 1) / accumulation;
    }

    /**
     * Learning rate of an update.
     *
     * @param update 1 to {@link #updates()}
     */
    public double rate(int update) {
        if (update < 1 || update > updates()) {
            throw new IllegalArgumentException("update %d of %d".formatted(update, updates()));
        }
        int length = schedule == Schedule.UPDATES ? updates() : microBatches();
        int climb = (int) Math.round(warmUp * length);
        if (update <= climb) {
            return peak * update / climb;
        }
        return length == climb ? peak : peak * (length - update) / (length - climb);
    }
}
