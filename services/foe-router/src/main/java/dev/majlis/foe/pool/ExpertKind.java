package dev.majlis.foe.pool;

/** What an expert gives back. */
public enum ExpertKind {
    /** Probabilities over its labels. */
    CLASSIFIER,
    /** A text, and an embedding of what it read or wrote. */
    GENERATOR,
    /** A number. */
    SCORER
}
