package dev.majlis.foe.data;

/** The first 64 bits of the SHA-256 of an input, by which the same input is known in two splits. */
public final class InputHash {
    private InputHash() {}

    /** Never 0, which stands for unknown. White space at both ends does not count; the hash that trained models keep. */
    public static long of(String input) {
        return dev.majlis.nn.classify.InputHash.of(input);
    }
}
