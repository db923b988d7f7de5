package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.models.text.TokenLogprob;
import java.util.List;

/**
 * Log-probabilities in OpenAI's two shapes: natural logarithms from the unmodified logits, before temperature and penalties.
 * The end token is left out, as its text is no part of the answer.
 */
public final class Logprobs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Logprobs() {}

    /** {@code {"content":[{token, logprob, bytes, top_logprobs}]}}. */
    public static ObjectNode chat(List<TokenLogprob> tokens, String eosToken) {
        ObjectNode node = JSON.objectNode();
        ArrayNode content = node.putArray("content");
        for (TokenLogprob token : tokens) {
            if (isEnd(token, eosToken)) {
                continue;
            }
            ObjectNode one = token(token);
            ArrayNode top = one.putArray("top_logprobs");
            token.top().forEach(other -> top.add(token(other)));
            content.add(one);
        }
        node.putNull("refusal");
        return node;
    }

    private static ObjectNode token(TokenLogprob token) {
        ObjectNode node = JSON.objectNode();
        node.put("token", token.text());
        node.put("logprob", token.logprob());
        ArrayNode bytes = node.putArray("bytes");
        for (byte value : token.bytes()) {
            bytes.add(value & 0xFF);
        }
        return node;
    }

    /**
     * {@code {tokens, token_logprobs, top_logprobs, text_offset}}.
     *
     * @param offset character at which the first token begins
     */
    public static ObjectNode text(List<TokenLogprob> tokens, String eosToken, int offset) {
        ObjectNode node = JSON.objectNode();
        ArrayNode texts = node.putArray("tokens");
        ArrayNode values = node.putArray("token_logprobs");
        ArrayNode tops = node.putArray("top_logprobs");
        ArrayNode offsets = node.putArray("text_offset");
        int at = offset;
        for (TokenLogprob token : tokens) {
            if (isEnd(token, eosToken)) {
                continue;
            }
            texts.add(token.text());
            values.add(token.logprob());
            ObjectNode top = tops.addObject();
            token.top().forEach(other -> top.put(other.text(), other.logprob()));
            offsets.add(at);
            at += token.text().length();
        }
        return node;
    }

    /** Characters of the tokens that are shown. */
    static int length(List<TokenLogprob> tokens, String eosToken) {
        return tokens.stream()
                .filter(token -> !isEnd(token, eosToken))
                .mapToInt(token -> token.text().length())
                .sum();
    }

    private static boolean isEnd(TokenLogprob token, String eosToken) {
        return token.bytes().length == 0 || token.text().equals(eosToken);
    }
}
