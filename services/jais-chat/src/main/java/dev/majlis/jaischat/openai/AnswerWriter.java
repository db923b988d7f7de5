package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.Answer;
import dev.majlis.jaischat.AnswerHead;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Generation;

/** Writes whole answers as OpenAI does. */
public final class AnswerWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AnswerWriter() {}

    public static ObjectNode write(Answer answer) {
        AnswerHead head = answer.head();
        ObjectNode body = head(head, head.endpoint().object());
        ArrayNode choices = body.putArray("choices");
        answer.choices().forEach(choice -> choices.add(choice(head, choice)));
        body.set("usage", usage(answer.usage()));
        warnings(head, body);
        return body;
    }

    private static ObjectNode choice(AnswerHead head, Choice choice) {
        ObjectNode node = JSON.objectNode();
        node.put("index", choice.index());
        if (head.endpoint() == Endpoint.CHAT) {
            ObjectNode message = node.putObject("message");
            message.put("role", "assistant");
            message.put("content", choice.text());
            message.putNull("refusal");
            node.set("logprobs", head.logprobs() ? Logprobs.chat(choice.logprobs(), head.eosToken()) : JSON.nullNode());
        } else {
            node.put("text", head.echo().orElse("") + choice.text());
            node.set(
                    "logprobs",
                    head.logprobs() ? Logprobs.text(choice.logprobs(), head.eosToken(), 0) : JSON.nullNode());
        }
        node.put("finish_reason", choice.finish().wireName());
        return node;
    }

    static ObjectNode head(AnswerHead head, String object) {
        ObjectNode node = JSON.objectNode();
        node.put("id", head.id());
        node.put("object", object);
        node.put("created", head.created());
        node.put("model", head.model());
        node.put("system_fingerprint", head.fingerprint());
        return node;
    }

    /** {@code usage}: completion tokens over all choices, prompt once. */
    public static ObjectNode usage(Generation.Usage usage) {
        ObjectNode node = JSON.objectNode();
        node.put("prompt_tokens", usage.promptTokens());
        node.put("completion_tokens", usage.completionTokens());
        node.put("total_tokens", usage.promptTokens() + usage.completionTokens());
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cachedTokens());
        return node;
    }

    static void warnings(AnswerHead head, ObjectNode body) {
        if (!head.warnings().isEmpty()) {
            ArrayNode warnings = body.putArray("warnings");
            head.warnings().forEach(warnings::add);
        }
    }
}
