package dev.majlis.models.llama;

import com.sun.jna.Pointer;
import dev.majlis.models.sampling.grammar.TokenTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The tokens of a model. Thread-safe while the model is open. */
final class Vocabulary {

    private static final int UNKNOWN = 1;
    private static final int CONTROL = 1 << 3;

    private final Pointer vocab;
    private final int size;
    private final boolean addsBos;
    private final int bos;
    private final int eos;
    private final int[] endTokens;
    private final List<String> controlTexts;
    private final AtomicReferenceArray<byte[]> pieces;
    private TokenTexts texts;

    Vocabulary(Pointer vocab) {
        this.vocab = vocab;
        this.size = LlamaLibrary.llama_vocab_n_tokens(vocab);
        this.addsBos = LlamaLibrary.llama_vocab_get_add_bos(vocab) != 0;
        this.bos = LlamaLibrary.llama_vocab_bos(vocab);
        this.eos = LlamaLibrary.llama_vocab_eos(vocab);
        this.pieces = new AtomicReferenceArray<>(size);
        this.endTokens = IntStream.range(0, size)
                .filter(token -> LlamaLibrary.llama_vocab_is_eog(vocab, token) != 0)
                .toArray();
        var texts = new ArrayList<String>();
        for (int token = 0; token < size; token++) {
            if ((LlamaLibrary.llama_vocab_get_attr(vocab, token) & (CONTROL | UNKNOWN)) != 0) {
                texts.add(new String(piece(token, true), StandardCharsets.UTF_8));
            }
        }
        texts.removeIf(String::isEmpty);
        this.controlTexts = List.copyOf(texts);
    }

    int size() {
        return size;
    }

    /** Whether a prompt starts with the begin-of-sequence token. */
    boolean addsBos() {
        return addsBos && bos >= 0;
    }

    int bos() {
        return bos;
    }

    String bosText() {
        return bos < 0 ? "" : new String(piece(bos, true), StandardCharsets.UTF_8);
    }

    String eosText() {
        return eos < 0 ? "" : new String(piece(eos, true), StandardCharsets.UTF_8);
    }

    /** Ids that end an answer. */
    int[] endTokens() {
        return endTokens;
    }

    boolean isEnd(int token) {
        return Arrays.binarySearch(endTokens, token) >= 0;
    }

    /** How control tokens are written, for example {@code <|im_end|>}. */
    List<String> controlTexts() {
        return controlTexts;
    }

    int[] tokenize(String text, boolean parseSpecial) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length + 8];
        int count = tokenize(bytes, tokens, parseSpecial);
        if (count < 0) {
            tokens = new int[-count];
            count = tokenize(bytes, tokens, parseSpecial);
        }
        return Arrays.copyOf(tokens, count);
    }

    private int tokenize(byte[] bytes, int[] tokens, boolean parseSpecial) {
        return LlamaLibrary.llama_tokenize(
                vocab, bytes, bytes.length, tokens, tokens.length, (byte) 0, (byte) (parseSpecial ? 1 : 0));
    }

    /** Bytes that a token adds to the answer; none for control tokens. Do not modify. */
    byte[] piece(int token) {
        byte[] known = pieces.get(token);
        if (known == null) {
            known = piece(token, false);
            pieces.set(token, known);
        }
        return known;
    }

    /** All tokens' bytes, sorted; made at the first call. */
    synchronized TokenTexts texts() {
        if (texts == null) {
            texts = new TokenTexts(size, this::piece);
        }
        return texts;
    }

    private byte[] piece(int token, boolean special) {
        byte[] buffer = new byte[64];
        byte flag = (byte) (special ? 1 : 0);
        int length = LlamaLibrary.llama_token_to_piece(vocab, token, buffer, buffer.length, 0, flag);
        if (length < 0) {
            buffer = new byte[-length];
            length = LlamaLibrary.llama_token_to_piece(vocab, token, buffer, buffer.length, 0, flag);
        }
        return Arrays.copyOf(buffer, Math.max(0, length));
    }
}
