package dev.majlis.models.llama;

import dev.majlis.models.sampling.LogProbabilities;
import dev.majlis.models.sampling.SamplerScratch;

/** What the engine's thread needs for a row of logits, allocated once. */
final class StepMemory {

    /** The row as the model gave it. */
    final float[] row;

    /** The copy that the sampler may overwrite. */
    final float[] work;

    final SamplerScratch scratch;
    final LogProbabilities logProbabilities;

    StepMemory(int vocabularySize) {
        this.row = new float[vocabularySize];
        this.work = new float[vocabularySize];
        this.scratch = new SamplerScratch(vocabularySize);
        this.logProbabilities = new LogProbabilities(scratch);
    }
}
