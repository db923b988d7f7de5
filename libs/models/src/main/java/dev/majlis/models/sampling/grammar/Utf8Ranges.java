package dev.majlis.models.sampling.grammar;

import java.util.ArrayList;
import java.util.List;

/** Splits a range of code points into sequences of byte ranges that match exactly its UTF-8 forms. */
final class Utf8Ranges {

    static final int MAX_CODE_POINT = 0x10FFFF;

    private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, MAX_CODE_POINT};

    private Utf8Ranges() {}

    /** Each sequence is made of symbols {@code low << 8 | high}. Surrogates are left out. */
    static List<int[]> of(int low, int high) {
        var sequences = new ArrayList<int[]>();
        split(low, Math.min(high, 0xD7FF), sequences);
        split(Math.max(low, 0xE000), high, sequences);
        return sequences;
    }

    private static void split(int low, int high, List<int[]> out) {
        if (low > high) {
            return;
        }
        for (int last : LAST_OF_LENGTH) {
            if (low <= last && last < high) {
                split(low, last, out);
                split(last + 1, high, out);
                return;
            }
        }
        for (int bits = 6; bits < 21; bits += 6) {
            int mask = (1 << bits) - 1;
            if (high > 0x7F && (low & ~mask) != (high & ~mask)) {
                if ((low & mask) != 0) {
                    split(low, low | mask, out);
                    split((low | mask) + 1, high, out);
                    return;
                }
                if ((high & mask) != mask) {
                    split(low, (high & ~mask) - 1, out);
                    split(high & ~mask, high, out);
                    return;
                }
            }
        }
        byte[] from = utf8(low);
        byte[] to = utf8(high);
        int[] sequence = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            sequence[i] = ((from[i] & 0xFF) << 8) | (to[i] & 0xFF);
        }
        out.add(sequence);
    }

    private static byte[] utf8(int codePoint) {
        if (codePoint <= 0x7F) {
            return new byte[] {(byte) codePoint};
        }
        if (codePoint <= 0x7FF) {
            return new byte[] {(byte) (0xC0 | (codePoint >> 6)), tail(codePoint)};
        }
        if (codePoint <= 0xFFFF) {
            return new byte[] {(byte) (0xE0 | (codePoint >> 12)), tail(codePoint >> 6), tail(codePoint)};
        }
        return new byte[] {
            (byte) (0xF0 | (codePoint >> 18)), tail(codePoint >> 12), tail(codePoint >> 6), tail(codePoint)
        };
    }

    private static byte tail(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
