package dev.majlis.cappy.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.score.ItemError;
import java.util.List;

/**
 * Answer of {@link Classification}.
 *
 * @param model who judged
 * @param modelVersion of the weights
 * @param scoreKind what a score means
 * @param items in the order of the request
 */
public record ClassifyAnswer(
        String model,
        @JsonProperty("model_version") String modelVersion,
        @JsonProperty("score_kind") String scoreKind,
        List<Item> items) {

    /**
     * @param id of the request's item, null when it had none
     * @param choiceIndex of the best choice; null when it abstained
     * @param choice its text; null when it abstained
     * @param scores raw, one for each choice; null unless asked for
     * @param margin best score minus the next
     * @param truncatedTokens dropped to fit, one for each choice
     * @param pCorrect calibrated probability that the best choice is right; null unless the model is calibrated
     * @param abstained whether that was below what the request wants; null unless it names a bound
     * @param error why it failed; null when it went well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String id,
            @JsonProperty("choice_index") Integer choiceIndex,
            String choice,
            List<Double> scores,
            Double margin,
            @JsonProperty("truncated_tokens") List<Integer> truncatedTokens,
            @JsonProperty("p_correct") Double pCorrect,
            Boolean abstained,
            ItemError error) {}
}
