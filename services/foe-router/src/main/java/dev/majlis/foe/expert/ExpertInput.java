package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One input as experts of different kinds read it: a text, {@code {"text": …}}, a conversation {@code {"messages": […]}}, a pair
 * {@code {"instruction": …, "response": …}}, or any other JSON, which only experts that take any JSON understand.
 */
public record ExpertInput(JsonNode json) {
    public ExpertInput {
        requireNonNull(json, "json is null");
    }

    /** The words that a classifier or an encoder reads; of a conversation the last turn of the user. */
    public String text() {
        if (json.isTextual()) {
            return json.asText();
        }
        if (json.path("text").isTextual()) {
            return json.path("text").asText();
        }
        return messages()
                .map(ExpertInput::lastUserTurn)
                .or(() -> pair().map(pair -> pair.instruction() + "\n" + pair.response()))
                .orElseGet(json::toString);
    }

    /** The turns of a conversation. */
    public Optional<ArrayNode> messages() {
        return json.path("messages") instanceof ArrayNode turns && !turns.isEmpty()
                ? Optional.of(turns)
                : Optional.empty();
    }

    /** An instruction with an answer to it. */
    public Optional<Pair> pair() {
        JsonNode instruction = json.path("instruction");
        JsonNode response = json.path("response");
        return instruction.isTextual() && response.isTextual()
                ? Optional.of(new Pair(instruction.asText(), response.asText()))
                : Optional.empty();
    }

    /** What a scorer judges. */
    public record Pair(String instruction, String response) {}

    /** Words of a turn, whether its content is a text or a list of parts; parts that are no text are left out. */
    public static String content(JsonNode message) {
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            return content.asText("");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                texts.add(part.path("text").asText());
            }
        }
        return String.join("\n", texts);
    }

    private static String lastUserTurn(ArrayNode turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).path("role").asText().equals("user")) {
                return content(turns.get(i));
            }
        }
        return content(turns.get(turns.size() - 1));
    }
}
