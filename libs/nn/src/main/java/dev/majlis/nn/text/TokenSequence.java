package dev.majlis.nn.text;

/**
 * What the model reads for one input, special tokens included.
 *
 * @param ids token ids
 * @param types segment ids, as long as {@code ids}
 * @param truncated tokens dropped to fit
 */
public record TokenSequence(int[] ids, int[] types, int truncated) {

    /** Tokens. */
    public int length() {
        return ids.length;
    }
}
