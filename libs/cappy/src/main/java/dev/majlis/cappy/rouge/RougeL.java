package dev.majlis.cappy.rouge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rouge-L: the longest common subsequence of tokens, as precision, recall and F (cappy.md §2.5). In {@link RougeMode#COMPAT}
 * the doubles are those of the Python package {@code rouge-score}, bit for bit. Time O(p·r), memory O(r) tokens.
 * Thread-safe.
 */
public final class RougeL {
    /** Most that a request may ask for; about a second of work. */
    public static final long MAX_WORK = 2_500_000_000L;

    /** For messages. */
    public static final String TOO_MUCH =
            "characters of predictions times characters of references must be at most " + MAX_WORK;

    private final RougeTokens tokens = new RougeTokens();

    /** Characters of all predictions times characters of all references, which bounds the time. */
    public static long work(List<String> references, List<String> predictions) {
        return predictions.stream().mapToLong(String::length).sum()
                * references.stream().mapToLong(String::length).sum();
    }

    /**
     * The score against the reference with the highest F; the first of equals.
     *
     * @param references at least one
     * @throws IllegalArgumentException without a reference
     */
    public RougeScore score(List<String> references, String prediction, RougeMode mode) {
        if (references.isEmpty()) {
            throw new IllegalArgumentException("references is empty");
        }
        List<String> predicted = tokens.of(prediction, mode);
        RougeScore best = null;
        for (int i = 0; i < references.size(); i++) {
            RougeScore score = score(tokens.of(references.get(i), mode), predicted, i);
            if (best == null || score.f() > best.f()) {
                best = score;
            }
        }
        return best;
    }

    private static RougeScore score(List<String> reference, List<String> predicted, int index) {
        if (reference.isEmpty() || predicted.isEmpty()) {
            return new RougeScore(0, 0, 0, index);
        }
        int common = longestCommonSubsequence(reference, predicted);
        double precision = (double) common / predicted.size();
        double recall = (double) common / reference.size();
        double f = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        return new RougeScore(precision, recall, f, index);
    }

    private static int longestCommonSubsequence(List<String> reference, List<String> predicted) {
        Map<String, Integer> ids = new HashMap<>();
        int[] left = ids(reference, ids);
        int[] right = ids(predicted, ids);
        int[] row = new int[left.length + 1];
        for (int token : right) {
            int diagonal = 0;
            for (int i = 1; i <= left.length; i++) {
                int above = row[i];
                row[i] = left[i - 1] == token ? diagonal + 1 : Math.max(above, row[i - 1]);
                diagonal = above;
            }
        }
        return row[left.length];
    }

    private static int[] ids(List<String> tokens, Map<String, Integer> ids) {
        return tokens.stream()
                .mapToInt(token -> ids.computeIfAbsent(token, unused -> ids.size()))
                .toArray();
    }
}
