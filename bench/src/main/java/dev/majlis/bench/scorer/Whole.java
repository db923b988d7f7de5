package dev.majlis.bench.scorer;

/**
 * All pairs in one call.
 *
 * @param scores raw, in the order of the pairs
 * @param seconds it took
 * @param padding part of the tokens computed that were padding, in [0, 1)
 */
record Whole(float[] scores, double seconds, double padding) {
    double perSecond() {
        return scores.length / seconds;
    }
}
