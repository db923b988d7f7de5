package dev.majlis.models.sampling;

/** Working memory for one vocabulary, reused for every step by the one thread that samples. */
public final class SamplerScratch {

    final int size;
    final float[] weights;
    final int[] candidates;
    final float[] keys;
    final int[] keyIds;

    /** @param vocabularySize number of logits in a row */
    public SamplerScratch(int vocabularySize) {
        this.size = vocabularySize;
        this.weights = new float[vocabularySize];
        this.candidates = new int[vocabularySize];
        this.keys = new float[vocabularySize];
        this.keyIds = new int[vocabularySize];
    }

    /** Number of logits in a row. */
    public int size() {
        return size;
    }
}
