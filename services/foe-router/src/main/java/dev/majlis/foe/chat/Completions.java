package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/** Writes answers of pools as OpenAI does. */
final class Completions {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Clock clock;

    Completions(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * An answer without choices.
     *
     * @param decision stands in {@code usage.foe} and {@code majlis.foe}
     * @param tokens of all experts together: which of them read and which wrote they need not say
     */
    ObjectNode body(ChatOrder order, ChatCaller caller, ObjectNode decision, long tokens) {
        ObjectNode body = JSON.objectNode();
        body.put("id", (order.chat() ? "chatcmpl-" : "cmpl-") + caller.requestId());
        body.put("object", order.chat() ? "chat.completion" : "text_completion");
        body.put("created", clock.instant().getEpochSecond());
        body.put("model", order.model());
        body.putArray("choices");
        body.putObject("usage")
                .put("prompt_tokens", 0)
                .put("completion_tokens", tokens)
                .put("total_tokens", tokens);
        return decided(body, decision);
    }

    /** The decision in both its places, beside what stands there. */
    static ObjectNode decided(ObjectNode body, ObjectNode decision) {
        object(body, "usage").set("foe", decision.deepCopy());
        object(body, "majlis").set("foe", decision);
        return body;
    }

    /** Adds a choice; @return it */
    static ObjectNode add(ObjectNode body, ChatOrder order, String text, String finish) {
        ArrayNode choices = body.withArray("choices");
        ObjectNode choice = choices.addObject().put("index", choices.size() - 1);
        if (order.chat()) {
            choice.putObject("message").put("role", "assistant").put("content", text);
        } else {
            choice.put("text", text);
        }
        choice.putNull("logprobs");
        choice.put("finish_reason", finish);
        return choice;
    }

    private static ObjectNode object(ObjectNode body, String name) {
        return body.path(name) instanceof ObjectNode there ? there : body.putObject(name);
    }
}
