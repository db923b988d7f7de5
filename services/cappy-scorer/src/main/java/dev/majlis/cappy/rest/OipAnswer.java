package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.score.Scored;
import dev.majlis.models.encode.PairScorer.PairScore;
import dev.majlis.models.encode.ScorerModel;
import java.util.List;
import java.util.Map;

/**
 * Answer of an inference.
 *
 * @param modelName who judged
 * @param modelVersion of the weights
 * @param id of the request, null when it had none
 * @param parameters {@code score_kind}
 * @param outputs one: the scores
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OipAnswer(
        @JsonProperty("model_name") String modelName,
        @JsonProperty("model_version") String modelVersion,
        String id,
        Map<String, String> parameters,
        List<Output> outputs) {

    record Output(String name, String datatype, List<Integer> shape, List<Float> data) {}

    static OipAnswer of(ScorerModel model, OipRequest request, Scored scored) {
        List<Float> scores = scored.pairs().stream().map(PairScore::score).toList();
        return new OipAnswer(
                model.name(),
                model.version(),
                request.id().orElse(null),
                Map.of("score_kind", model.kind().wireName()),
                List.of(new Output(OipRequest.SCORE, OipRequest.FP32, List.of(scores.size()), scores)));
    }
}
