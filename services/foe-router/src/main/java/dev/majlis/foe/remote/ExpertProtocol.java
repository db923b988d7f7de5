package dev.majlis.foe.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;
import java.util.Map;
import java.util.Optional;

/**
 * Experts of the mesh: {@code {"input": …}} is answered with {@code {"probabilities": […]}}, {@code {"score": x}} or {@code {"text": …,
 * "embedding": […]}}, each with {@code "cost"} and {@code "version"} if the expert tells them.
 */
public final class ExpertProtocol implements Protocol {
    /** Schema of the question. */
    public static final String QUESTION = "expert-question";
    /** Schema of the answer. */
    public static final String ANSWER = "expert-answer";

    @Override
    public JsonNode question(ExpertInput input) {
        return JsonNodeFactory.instance.objectNode().set("input", input.json());
    }

    @Override
    public Said read(JsonNode body) {
        Optional<String> text =
                body.path("text").isTextual() ? Optional.of(body.path("text").asText()) : Optional.empty();
        Optional<float[]> values = values(body);
        if (values.isEmpty() && text.isEmpty()) {
            throw CallFailures.badAnswer("the answer holds neither probabilities nor score nor text");
        }
        return new Said(
                values,
                Map.of(),
                text,
                cost(body, "tokens"),
                cost(body, "money"),
                cost(body, "energy_j"),
                Optional.of(body.path("version").asText("")).filter(version -> !version.isEmpty()));
    }

    private static Optional<float[]> values(JsonNode body) {
        if (body.has("probabilities")) {
            return Optional.of(Numbers.list(body.path("probabilities"), "probabilities"));
        }
        if (body.has("embedding")) {
            return Optional.of(Numbers.list(body.path("embedding"), "embedding"));
        }
        return body.has("score")
                ? Optional.of(new float[] {(float) Numbers.one(body.path("score"), "score")})
                : Optional.empty();
    }

    private static Optional<Double> cost(JsonNode body, String kind) {
        JsonNode value = body.path("cost").path(kind);
        return value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
    }
}
