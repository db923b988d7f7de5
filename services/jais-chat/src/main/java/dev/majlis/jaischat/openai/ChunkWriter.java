package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.AnswerHead;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener.Delta;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the chunks of one stream as OpenAI does: the first of each choice says the role, the last why it ended. Not
 * thread-safe.
 */
public final class ChunkWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final AnswerHead head;
    private final boolean includeUsage;
    private final boolean[] begun;
    private final int[] offsets;
    private boolean warned;

    public ChunkWriter(AnswerHead head, boolean includeUsage) {
        this.head = head;
        this.includeUsage = includeUsage;
        this.begun = new boolean[head.n()];
        this.offsets = new int[head.n()];
    }

    /** More text of a choice. */
    public List<ObjectNode> delta(Delta delta) {
        List<ObjectNode> chunks = begin(delta.choice());
        JsonNode logprobs = logprobs(delta);
        if (!delta.text().isEmpty() || !logprobs.isNull()) {
            chunks.add(chunk(delta.choice(), delta.text(), logprobs, null));
        }
        return chunks;
    }

    /** A choice has ended. */
    public List<ObjectNode> finish(Choice choice) {
        List<ObjectNode> chunks = begin(choice.index());
        chunks.add(chunk(choice.index(), null, JSON.nullNode(), choice.finish().wireName()));
        return chunks;
    }

    /** The chunk that counts tokens; empty when it was not asked for. */
    public List<ObjectNode> usage(Generation.Usage usage) {
        if (!includeUsage) {
            return List.of();
        }
        ObjectNode node = AnswerWriter.head(head, head.endpoint().chunkObject());
        node.putArray("choices");
        node.set("usage", AnswerWriter.usage(usage));
        return List.of(node);
    }

    private List<ObjectNode> begin(int choice) {
        List<ObjectNode> chunks = new ArrayList<>(2);
        if (begun[choice]) {
            return chunks;
        }
        begun[choice] = true;
        if (head.endpoint() == Endpoint.CHAT) {
            ObjectNode first = chunk(choice, "", JSON.nullNode(), null);
            ((ObjectNode) first.at("/choices/0/delta")).put("role", "assistant");
            chunks.add(first);
        } else {
            head.echo().ifPresent(prompt -> chunks.add(chunk(choice, prompt, JSON.nullNode(), null)));
        }
        return chunks;
    }

    private ObjectNode chunk(int index, String text, JsonNode logprobs, String finish) {
        ObjectNode node = AnswerWriter.head(head, head.endpoint().chunkObject());
        ObjectNode choice = node.putArray("choices").addObject();
        choice.put("index", index);
        if (head.endpoint() == Endpoint.CHAT) {
            ObjectNode delta = choice.putObject("delta");
            if (text != null) {
                delta.put("content", text);
            }
        } else {
            choice.put("text", text == null ? "" : text);
        }
        choice.set("logprobs", logprobs);
        choice.put("finish_reason", finish);
        if (includeUsage) {
            node.putNull("usage");
        }
        if (!warned) {
            warned = true;
            AnswerWriter.warnings(head, node);
        }
        return node;
    }

    private JsonNode logprobs(Delta delta) {
        if (!head.logprobs() || delta.logprobs().isEmpty()) {
            return JSON.nullNode();
        }
        if (head.endpoint() == Endpoint.CHAT) {
            return Logprobs.chat(delta.logprobs(), head.eosToken());
        }
        int offset = offsets[delta.choice()];
        offsets[delta.choice()] += Logprobs.length(delta.logprobs(), head.eosToken());
        return Logprobs.text(delta.logprobs(), head.eosToken(), offset);
    }
}
