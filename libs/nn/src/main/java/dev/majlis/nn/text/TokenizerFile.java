package dev.majlis.nn.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A {@code tokenizer.json}, opened without the truncation and padding that it may ask for: segments are tokenised bare and
 * laid out here. Thread-safe.
 */
public final class TokenizerFile implements AutoCloseable {
    static {
        // the library reports its use to its makers unless told not to
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> added = new HashMap<>();

    private TokenizerFile(HuggingFaceTokenizer tokenizer, JsonNode json) {
        this.tokenizer = tokenizer;
        json.path("added_tokens")
                .forEach(token -> added.put(
                        token.path("content").asText(), token.path("id").asInt()));
    }

    public static TokenizerFile open(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            var options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
            return new TokenizerFile(HuggingFaceTokenizer.newInstance(file, options), json);
        } catch (IOException | RuntimeException e) {
            throw new NnException(Kind.CORRUPT, file + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    /** Ids without special tokens. */
    public int[] tokenize(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = (int) ids[i];
        }
        return narrow;
    }

    public boolean has(String token) {
        return added.containsKey(token);
    }

    public int idOf(String token) {
        Integer id = added.get(token);
        if (id == null) {
            throw new NnException(Kind.CORRUPT, "the tokenizer has no special token " + token);
        }
        return id;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
