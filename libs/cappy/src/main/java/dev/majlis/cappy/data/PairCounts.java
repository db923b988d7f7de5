package dev.majlis.cappy.data;

/**
 * What became of the examples; part of a training report.
 *
 * @param references pairs of label 1
 * @param wrongChoices pairs of label 0
 * @param mismatches pairs of label 0
 * @param samples pairs with a Rouge-L label
 * @param duplicates dropped because their instruction and response were there already
 * @param unmatched positives for which no wrong response was found
 */
public record PairCounts(int references, int wrongChoices, int mismatches, int samples, int duplicates, int unmatched) {

    /** Pairs that were kept. */
    public int kept() {
        return references + wrongChoices + mismatches + samples;
    }
}
