package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A whole chat answer as OpenAI's server-sent events: the role, the text in pieces, why it ended, the decision, {@code [DONE]}. */
public final class ChatStream {
    private ChatStream() {}

    /** @param usage whether a last chunk counts tokens */
    public static String events(ChatAnswer answer, boolean usage) {
        JsonNode whole = answer.reply();
        StringBuilder out = new StringBuilder();
        ObjectNode first = chunk(whole);
        delta(first).put("role", "assistant").put("content", "");
        event(out, first);
        for (String piece : TextPieces.of(answer.text().orElse(""))) {
            ObjectNode next = chunk(whole);
            delta(next).put("content", piece);
            event(out, next);
        }
        ObjectNode last = chunk(whole);
        delta(last);
        ((ObjectNode) last.at("/choices/0"))
                .put("finish_reason", whole.at("/choices/0/finish_reason").asText("stop"));
        last.set("majlis", whole.path("majlis"));
        event(out, last);
        if (usage) {
            ObjectNode counted = chunk(whole);
            counted.putArray("choices");
            counted.set("usage", whole.path("usage"));
            event(out, counted);
        }
        return out.append("data: [DONE]\n\n").toString();
    }

    private static ObjectNode chunk(JsonNode whole) {
        ObjectNode chunk = ((ObjectNode) whole).objectNode();
        chunk.set("id", whole.path("id"));
        chunk.put("object", "chat.completion.chunk");
        chunk.set("created", whole.path("created"));
        chunk.set("model", whole.path("model"));
        return chunk;
    }

    private static ObjectNode delta(ObjectNode chunk) {
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        ObjectNode delta = choice.putObject("delta");
        choice.putNull("finish_reason");
        return delta;
    }

    private static void event(StringBuilder out, ObjectNode chunk) {
        out.append("data: ").append(chunk).append("\n\n");
    }
}
