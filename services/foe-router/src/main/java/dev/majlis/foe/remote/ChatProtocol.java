package dev.majlis.foe.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ChatTerms;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;
import java.util.Optional;
import java.util.Set;

/**
 * OpenAI's chat completions, over the mesh and over HTTP. What else the input says beside its messages (temperature, stop, …) goes
 * along; the expert's own terms win.
 */
record ChatProtocol(ChatTerms terms) implements Protocol {
    /** Schema of the question on the mesh. */
    static final String QUESTION = "chat-request";

    /** Of the whole request: the router's own, or such as would change the form of the answer. */
    private static final Set<String> NOT_PASSED_ON =
            Set.of("messages", "model", "stream", "stream_options", "n", "majlis", "logprobs", "top_logprobs", "text");

    ChatProtocol {
        requireNonNull(terms, "terms is null");
    }

    @Override
    public JsonNode question(ExpertInput input) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", terms.model());
        body.set("messages", input.messages().map(this::conversation).orElseGet(() -> question(input.text())));
        if (input.messages().isPresent()) {
            input.json().properties().stream()
                    .filter(field -> !NOT_PASSED_ON.contains(field.getKey()))
                    .forEach(field -> body.set(field.getKey(), field.getValue()));
        }
        terms.temperature().ifPresent(value -> body.put("temperature", value));
        terms.maxTokens().ifPresent(value -> body.put("max_tokens", value));
        terms.seed().ifPresent(value -> body.put("seed", value));
        return body;
    }

    @Override
    public Said read(JsonNode body) {
        JsonNode content = body.path("choices").path(0).path("message").path("content");
        if (!content.isTextual()) {
            throw CallFailures.badAnswer("the answer has no text at /choices/0/message/content");
        }
        JsonNode tokens = body.path("usage").path("total_tokens");
        return Said.words(content.asText())
                .withTokens(tokens.isNumber() ? Optional.of(tokens.asDouble()) : Optional.empty());
    }

    private ArrayNode question(String text) {
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        terms.system().ifPresent(words -> add(messages, "system", words));
        String asked = terms.template()
                .map(template -> template.replace(ChatTerms.INPUT, text))
                .orElse(text);
        add(messages, "user", asked);
        return messages;
    }

    /** Many templates take one system turn at most: ours and the conversation's become one. */
    private ArrayNode conversation(ArrayNode turns) {
        if (terms.system().isEmpty()) {
            return turns;
        }
        ArrayNode messages = JsonNodeFactory.instance.arrayNode();
        boolean ownSystem = turns.get(0).path("role").asText().equals("system");
        String own = ownSystem ? "\n\n" + ExpertInput.content(turns.get(0)) : "";
        add(messages, "system", terms.system().get() + own);
        for (int i = ownSystem ? 1 : 0; i < turns.size(); i++) {
            messages.add(turns.get(i));
        }
        return messages;
    }

    private static void add(ArrayNode messages, String role, String content) {
        messages.addObject().put("role", role).put("content", content);
    }
}
