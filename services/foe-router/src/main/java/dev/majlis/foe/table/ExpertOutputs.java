package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;

/**
 * What experts said about one input: one block of features for each expert that was asked. Not safe to share between
 * threads while blocks are added.
 */
public final class ExpertOutputs {
    /** How far probabilities may sum from 1 (foe.md §7). */
    public static final double SUM_TOLERANCE = 1e-3;

    private final float[][] blocks;
    private ExpertSet asked = ExpertSet.NONE;

    /** @param experts K, the size of the pool */
    public ExpertOutputs(int experts) {
        blocks = new float[experts][];
    }

    /**
     * Adds the block of one expert; it is kept, not copied.
     *
     * @param features finite numbers, {@code float[width_k]}
     */
    public ExpertOutputs put(int expert, float[] features) {
        for (float feature : features) {
            if (!Float.isFinite(feature)) {
                throw Failures.dimMismatch("expert " + expert + " gave a feature that is not finite: " + feature);
            }
        }
        blocks[expert] = features;
        asked = asked.with(expert);
        return this;
    }

    /** As {@link #put}, for a classifier: at least 0 each, sum 1 within {@link #SUM_TOLERANCE}. */
    public ExpertOutputs putProbabilities(int expert, float[] probabilities) {
        checkProbabilities(expert, probabilities);
        return put(expert, probabilities);
    }

    public static void checkProbabilities(int expert, float[] probabilities) {
        double sum = 0;
        for (float probability : probabilities) {
            if (!(probability >= 0)) {
                throw Failures.probabilitiesInvalid("expert " + expert + " gave the probability " + probability);
            }
            sum += probability;
        }
        if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw Failures.probabilitiesInvalid("probabilities of expert " + expert + " sum to " + sum);
        }
    }

    /** The block of an expert that was asked. */
    public float[] block(int expert) {
        if (blocks[expert] == null) {
            throw new IllegalStateException("expert " + expert + " was not asked");
        }
        return blocks[expert];
    }

    public ExpertSet asked() {
        return asked;
    }
}
