package dev.majlis.foe.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What {@code foe-router.predict} answers, one result for each input in order (foe.md §7). */
public record PredictAnswer(String pool, String policy, List<Result> results) {
    /** Schema name. */
    public static final String SCHEMA = "foe-predictions";

    /**
     * @param label of a pool of classifiers
     * @param expert whose answer is to be given, where the fuser chooses experts
     * @param error why this input has no answer; everything else is absent then
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(
            String label,
            String expert,
            List<Float> probabilities,
            List<Asked> experts,
            Double cost,
            @JsonProperty("estimated_loss") Double estimatedLoss,
            @JsonProperty("stop_reason") String stopReason,
            Boolean degraded,
            String error) {}

    /** One expert in the order asked; losses where the policy estimates them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Asked(
            String expert,
            double cost,
            boolean answered,
            @JsonProperty("loss_before") Double lossBefore,
            @JsonProperty("loss_after") Double lossAfter) {}
}
