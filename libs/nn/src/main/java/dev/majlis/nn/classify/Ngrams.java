package dev.majlis.nn.classify;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.mlp.MlpInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words and pairs of neighbouring words, hashed into buckets: 1 + ln(count) each, the row of length 1. The same text has the
 * same row on every machine and in every version of this format.
 *
 * @param buckets width of a row
 */
public record Ngrams(int buckets) implements TextFeatures {
    /** 2¹⁴. */
    public static final int USUAL_BUCKETS = 1 << 14;

    private static final int MOST_BUCKETS = 1 << 20;
    private static final long FNV_START = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long PAIR = 0x9E3779B97F4A7C15L;

    public Ngrams {
        if (buckets < 16 || buckets > MOST_BUCKETS) {
            throw new NnException(Kind.INVALID, "buckets must be 16 to " + MOST_BUCKETS + ", not " + buckets);
        }
    }

    @Override
    public int width() {
        return buckets;
    }

    @Override
    public List<MlpInput> of(List<String> texts) {
        List<MlpInput> rows = new ArrayList<>(texts.size());
        texts.forEach(text -> rows.add(row(text)));
        return rows;
    }

    /** The row of one text; empty when it has no word. */
    public MlpInput.Sparse row(String text) {
        long[] words = Words.of(text).stream().mapToLong(Ngrams::hash).toArray();
        int[] found = new int[Math.max(0, 2 * words.length - 1)];
        for (int i = 0; i < words.length; i++) {
            found[2 * i] = bucket(words[i]);
            if (i > 0) {
                found[2 * i - 1] = bucket(words[i - 1] * PAIR + words[i]);
            }
        }
        Arrays.sort(found);
        return weighted(found);
    }

    private static MlpInput.Sparse weighted(int[] sorted) {
        int[] indices = Arrays.stream(sorted).distinct().toArray();
        float[] values = new float[indices.length];
        double squares = 0;
        int at = 0;
        for (int i = 0; i < indices.length; i++) {
            int from = at;
            while (at < sorted.length && sorted[at] == indices[i]) {
                at++;
            }
            double weight = 1 + Math.log(at - from);
            values[i] = (float) weight;
            squares += weight * weight;
        }
        double scale = 1 / Math.sqrt(squares);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scale);
        }
        return new MlpInput.Sparse(indices, values);
    }

    /** FNV-1a over the UTF-16 units. */
    private static long hash(String word) {
        long hash = FNV_START;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The finaliser of MurmurHash3 spreads what FNV leaves in the low bits. */
    private int bucket(long hash) {
        long a = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        long b = (a ^ (a >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return (int) Math.floorMod(b ^ (b >>> 33), (long) buckets);
    }
}
