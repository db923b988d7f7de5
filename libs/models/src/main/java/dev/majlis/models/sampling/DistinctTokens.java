package dev.majlis.models.sampling;

import java.util.Arrays;

/** The distinct ids of a text and how often each occurs; grows by doubling, so a step allocates next to never. */
final class DistinctTokens {

    private final int[] counts;
    private int[] ids = new int[256];
    private int size;

    DistinctTokens(int vocabularySize) {
        this.counts = new int[vocabularySize];
    }

    void add(int token) {
        if (token < 0 || token >= counts.length) {
            return;
        }
        if (counts[token]++ > 0) {
            return;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = token;
    }

    int size() {
        return size;
    }

    int id(int index) {
        return ids[index];
    }

    int count(int token) {
        return counts[token];
    }
}
