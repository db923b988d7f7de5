package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The choices of an OpenAI answer that came from a step before. */
final class Choices {
    private Choices() {}

    static String text(JsonNode choice) {
        return choice.has("message")
                ? choice.path("message").path("content").asText("")
                : choice.path("text").asText("");
    }

    static Optional<ObjectNode> find(JsonNode completion, int index) {
        for (JsonNode choice : completion.path("choices")) {
            if (choice.path("index").asInt(-1) == index && choice instanceof ObjectNode found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** The answer with one of its choices, as the first; without any where it has none of that number. */
    static ObjectNode only(ObjectNode completion, int index) {
        ObjectNode alone = completion.deepCopy();
        if (completion.has("choices")) {
            var choices = alone.putArray("choices");
            find(completion, index)
                    .ifPresent(choice -> choices.add(choice.deepCopy().put("index", 0)));
        }
        return alone;
    }
}
