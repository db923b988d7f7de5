package dev.majlis.cappy.data;

/** Why a pair stands in the training data. */
public enum Origin {
    /** A right response, label 1. */
    REFERENCE,
    /** Another choice of the same item, label 0. */
    WRONG_CHOICE,
    /** A right response of another item, label 0. */
    MISMATCH,
    /** Written by a language model, label Rouge-L to the references. */
    SAMPLE,
    /** Graded by another model, label its score; not part of the published recipe. */
    TEACHER
}
