package dev.majlis.cappy.adapt;

/** Where an adaptation stands once it has begun (cappy.md §7). */
public enum AdaptationPhase {
    /** A language model writes the candidates. */
    GENERATING,
    /** Items become pairs, and are held out. */
    LABELLING,
    TRAINING,
    /** The scorers of before and after judge what was held out. */
    EVALUATING
}
