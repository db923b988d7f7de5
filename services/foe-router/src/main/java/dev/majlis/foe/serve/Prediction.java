package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.foe.pool.Cost;
import java.util.List;

/**
 * What a pool answered about one input, and how it came to it. Absent where it does not apply.
 *
 * @param id of the request
 * @param label of a pool of classifiers
 * @param expert whose answer is given, where the fuser chooses experts
 * @param text that this expert wrote
 * @param probabilities over the pool's labels, or its experts where those are chosen
 * @param experts in the order asked
 * @param cost units of all calls
 * @param estimatedLoss of this answer; absent where the policy estimates none
 * @param stopReason {@code COST}, {@code BUDGET}, {@code DEADLINE}, {@code ALL} or {@code EXPERT_FAILED}
 * @param degraded whether an expert failed and the rest had to do
 * @param drifted whether the input lies outside of what the fuser has seen
 * @param fuser version that decided; absent for policies without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prediction(
        String id,
        String pool,
        String policy,
        String label,
        String expert,
        String text,
        List<Float> probabilities,
        List<Asked> experts,
        double cost,
        @JsonProperty("estimated_loss") Double estimatedLoss,
        @JsonProperty("stop_reason") String stopReason,
        boolean degraded,
        boolean drifted,
        String fuser) {
    /** Schema of a list of them. */
    public static final String SCHEMA = "foe-predictions";

    /** The same without what experts wrote, for the log. */
    Prediction withoutTexts() {
        return new Prediction(
                id,
                pool,
                policy,
                label,
                expert,
                null,
                probabilities,
                experts.stream().map(Asked::withoutText).toList(),
                cost,
                estimatedLoss,
                stopReason,
                degraded,
                drifted,
                fuser);
    }

    /**
     * One expert that was asked.
     *
     * @param cost units of the call
     * @param spent by kind
     * @param ms from question to answer
     * @param error code of its failure; absent when it answered
     * @param text of a generator that answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Asked(
            String expert,
            double cost,
            Cost spent,
            long ms,
            String error,
            String text,
            @JsonProperty("loss_before") Double lossBefore,
            @JsonProperty("loss_after") Double lossAfter) {
        Asked withoutText() {
            return new Asked(expert, cost, spent, ms, error, null, lossBefore, lossAfter);
        }
    }
}
