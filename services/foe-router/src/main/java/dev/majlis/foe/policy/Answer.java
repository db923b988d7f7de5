package dev.majlis.foe.policy;

import dev.majlis.foe.frugal.StopReason;
import dev.majlis.foe.pool.ExpertSet;
import java.util.List;

/**
 * What a policy answered about one input.
 *
 * @param choice label of the pool; for a fuser that chooses experts, the expert whose answer is given
 * @param distribution over labels or experts, {@code float[classes]}
 * @param steps experts in the order asked
 * @param estimatedLoss of this answer; NaN where the policy estimates none
 * @param degraded whether an expert failed and the rest had to do
 */
public record Answer(
        int choice, float[] distribution, List<Step> steps, StopReason stop, double estimatedLoss, boolean degraded) {
    public Answer {
        steps = List.copyOf(steps);
    }

    /** Cost units of every call, also of those that failed. */
    public double cost() {
        return steps.stream().mapToDouble(Step::cost).sum();
    }

    public ExpertSet asked() {
        return ExpertSet.of(steps.stream().mapToInt(Step::expert).toArray());
    }
}
