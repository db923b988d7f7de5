package dev.majlis.foe.state;

/** What a document tells of. */
public enum DocumentKind {
    EXPERT,
    POOL,
    DATASET,
    FUSER,
    EVALUATION
}
