package dev.majlis.cappy.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.models.encode.PairScorer.PairScore;
import dev.majlis.models.encode.ScorerModel;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Answer of {@link ScoreItems}: schema {@code scores}.
 *
 * @param model who judged
 * @param modelVersion of the weights
 * @param scoreKind what a score means
 * @param items in the order of the request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreItemsAnswer(
        String model,
        @JsonProperty("model_version") String modelVersion,
        @JsonProperty("score_kind") String scoreKind,
        List<Item> items) {

    /** Schema name. */
    public static final String SCHEMA = "scores";

    /**
     * @param id of the request's item, null when it had none
     * @param score raw; null when it failed
     * @param pCorrect calibrated probability of being right; null unless the model is calibrated
     * @param truncatedTokens dropped to fit; null when it failed
     * @param error null when it went well
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String id,
            Double score,
            @JsonProperty("p_correct") Double pCorrect,
            @JsonProperty("truncated_tokens") Integer truncatedTokens,
            ItemError error) {}

    static ScoreItemsAnswer of(ScorerModel model, List<Item> items) {
        return new ScoreItemsAnswer(model.name(), model.version(), model.kind().wireName(), items);
    }

    static Item item(String id, Attempt<Scored> scored, DoubleFunction<Optional<Double>> probability) {
        if (scored instanceof Attempt.Done<Scored> done) {
            PairScore pair = done.value().pairs().get(0);
            return new Item(
                    id,
                    (double) pair.score(),
                    probability.apply(pair.score()).orElse(null),
                    pair.truncatedTokens(),
                    null);
        }
        return new Item(id, null, null, null, ItemError.of(((Attempt.Bad<Scored>) scored).failure()));
    }
}
