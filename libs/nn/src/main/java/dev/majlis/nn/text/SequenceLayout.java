package dev.majlis.nn.text;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.util.Arrays;

/**
 * Puts segments between special tokens: {@code [CLS] A [SEP] B [SEP]} with segment ids 0 and 1 for the BERT family, {@code
 * <s> A </s></s> B </s>} with segment id 0 for the RoBERTa family (cappy.md §2.2). Truncates by the declared policy.
 * Thread-safe.
 */
public final class SequenceLayout {
    private final TokenizerFile tokenizer;
    private final boolean roberta;
    private final int start;
    private final int end;
    private final int pad;
    private final int maxTokens;

    public SequenceLayout(TokenizerFile tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.roberta = !tokenizer.has("[CLS]");
        this.start = tokenizer.idOf(roberta ? "<s>" : "[CLS]");
        this.end = tokenizer.idOf(roberta ? "</s>" : "[SEP]");
        this.pad = tokenizer.idOf(roberta ? "<pad>" : "[PAD]");
        if (maxTokens < 5) {
            throw new NnException(Kind.INVALID, "a model must read at least 5 tokens, not " + maxTokens);
        }
    }

    public int pad() {
        return pad;
    }

    public int maxTokens() {
        return maxTokens;
    }

    /** One text; what is too long loses its last tokens, or its first with {@code TRUNCATE_INSTRUCTION_HEAD}. */
    public TokenSequence single(String text, Overflow overflow, int index) {
        int[] a = tokenizer.tokenize(text);
        int keep = Math.min(a.length, maxTokens - 2);
        requireFits(a.length + 2, overflow, index);
        int from = overflow == Overflow.TRUNCATE_INSTRUCTION_HEAD ? a.length - keep : 0;
        int[] ids = new int[keep + 2];
        ids[0] = start;
        System.arraycopy(a, from, ids, 1, keep);
        ids[keep + 1] = end;
        return new TokenSequence(ids, new int[ids.length], a.length - keep);
    }

    /** Both segments. */
    public TokenSequence pair(String instruction, String response, Overflow overflow, int index) {
        int[] a = tokenizer.tokenize(instruction);
        int[] b = tokenizer.tokenize(response);
        int specials = roberta ? 4 : 3;
        requireFits(a.length + b.length + specials, overflow, index);
        TruncationPolicy kept = overflow == Overflow.TRUNCATE_INSTRUCTION_HEAD
                ? TruncationPolicy.instructionHead(a.length, b.length, maxTokens - specials)
                : TruncationPolicy.longestFirst(a.length, b.length, maxTokens - specials);
        int[] ids = new int[kept.keepA() + kept.keepB() + specials];
        int at = 0;
        ids[at++] = start;
        System.arraycopy(a, kept.dropAHead() ? a.length - kept.keepA() : 0, ids, at, kept.keepA());
        at += kept.keepA();
        ids[at++] = end;
        if (roberta) {
            ids[at++] = end;
        }
        int second = at;
        System.arraycopy(b, 0, ids, at, kept.keepB());
        ids[ids.length - 1] = end;
        int[] types = new int[ids.length];
        if (!roberta) {
            Arrays.fill(types, second, types.length, 1);
        }
        return new TokenSequence(ids, types, a.length + b.length - kept.keepA() - kept.keepB());
    }

    private void requireFits(int tokens, Overflow overflow, int index) {
        if (overflow == Overflow.ERROR && tokens > maxTokens) {
            throw new NnException(
                    Kind.TOO_LONG, "item " + index + " has " + tokens + " tokens, the model reads " + maxTokens);
        }
    }
}
