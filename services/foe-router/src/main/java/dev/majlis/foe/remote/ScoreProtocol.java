package dev.majlis.foe.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Optional;

/**
 * Scorers of the mesh such as {@code cappy-scorer.score}: one item in, one score out.
 *
 * @param model empty for the scorer's default
 */
record ScoreProtocol(Optional<String> model) implements Protocol {
    /** Schema of the question. */
    static final String QUESTION = "score-request";

    ScoreProtocol {
        requireNonNull(model, "model is null");
    }

    @Override
    public JsonNode question(ExpertInput input) {
        ExpertInput.Pair pair = input.pair()
                .orElseThrow(() -> CallFailures.badInput("a scorer reads {\"instruction\": …, \"response\": …}"));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        model.ifPresent(name -> body.put("model", name));
        body.putArray("items")
                .addObject()
                .put("instruction", pair.instruction())
                .put("response", pair.response());
        return body;
    }

    @Override
    public Said read(JsonNode body) {
        JsonNode item = body.path("items").path(0);
        if (item.path("error").isObject()) {
            throw new MeshException(
                            ProblemSlug.MODEL_FAILED,
                            item.path("error").path("detail").asText("the pair was refused"))
                    .withCode(item.path("error").path("code").asText(CallFailures.BAD_ANSWER));
        }
        return Said.numbers((float) Numbers.one(item.path("score"), "score"));
    }
}
