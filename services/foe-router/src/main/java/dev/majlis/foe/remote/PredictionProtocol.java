package dev.majlis.foe.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;
import java.util.HashMap;
import java.util.Map;

/**
 * DJL Serving's predictions: {@code {"inputs": [text]}} is answered with one output for each input, either classes {@code
 * [{"className": …, "probability": …}]} (other servers say {@code label} and {@code score}) or a list of numbers.
 */
record PredictionProtocol() implements Protocol {
    @Override
    public JsonNode question(ExpertInput input) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("inputs").add(input.text());
        return body;
    }

    @Override
    public Said read(JsonNode body) {
        // one input may be answered with or without the list of outputs around it
        JsonNode output = body.path(0).isArray() ? body.path(0) : body;
        if (output.path(0).isNumber()) {
            return Said.numbers(Numbers.list(output, "the prediction"));
        }
        Map<String, Double> classes = new HashMap<>();
        for (JsonNode one : output) {
            JsonNode name = one.has("className") ? one.path("className") : one.path("label");
            JsonNode probability = one.has("probability") ? one.path("probability") : one.path("score");
            classes.put(name.asText(), Numbers.one(probability, "a class"));
        }
        if (classes.isEmpty()) {
            throw CallFailures.badAnswer("the answer holds no classes");
        }
        return Said.classes(classes);
    }
}
