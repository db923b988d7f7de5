package dev.majlis.foe.fuse;

import dev.majlis.foe.pool.ExpertSet;

/** A trained network from the blocks of experts to scores of classes. Thread-safe. */
public interface FusionNetwork {
    /** Columns of each expert's block, {@code int[K]}. */
    int[] widths();

    int classes();

    /** Whether it answers for every subset of experts, or for all of them only. */
    boolean masked();

    /**
     * Scores before the softmax.
     *
     * @param columns the blocks one after another; those of experts outside of {@code asked} are not read
     * @return {@code float[classes]}
     */
    float[] logits(float[] columns, ExpertSet asked);
}
