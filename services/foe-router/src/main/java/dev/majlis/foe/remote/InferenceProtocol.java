package dev.majlis.foe.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;

/**
 * The Open Inference Protocol, version 2: one text as a tensor {@code BYTES [1]}, one row of numbers back.
 *
 * @param input name of the tensor with the text; null for {@code text}
 * @param output name of the tensor {@code [1, M_k]}; null for the first
 */
record InferenceProtocol(String input, String output) implements Protocol {
    InferenceProtocol {
        input = input == null || input.isBlank() ? "text" : input;
        output = output == null ? "" : output;
    }

    @Override
    public JsonNode question(ExpertInput asked) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode tensor = body.putArray("inputs").addObject().put("name", input);
        tensor.putArray("shape").add(1);
        tensor.put("datatype", "BYTES").putArray("data").add(asked.text());
        if (!output.isEmpty()) {
            body.putArray("outputs").addObject().put("name", output);
        }
        return body;
    }

    @Override
    public Said read(JsonNode body) {
        for (JsonNode tensor : body.path("outputs")) {
            if (output.isEmpty() || tensor.path("name").asText().equals(output)) {
                return tensor.path("datatype").asText().equals("BYTES")
                        ? Said.words(tensor.path("data").path(0).asText())
                        : Said.numbers(Numbers.list(flat(tensor.path("data")), "tensor '" + output + "'"));
            }
        }
        throw CallFailures.badAnswer("the answer has no tensor '" + output + "'");
    }

    /** Some servers nest the rows of a tensor. */
    private static JsonNode flat(JsonNode data) {
        return data.size() == 1 && data.path(0).isArray() ? flat(data.path(0)) : data;
    }
}
