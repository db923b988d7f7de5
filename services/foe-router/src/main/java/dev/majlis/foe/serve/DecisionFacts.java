package dev.majlis.foe.serve;

/** Tells the mesh what was decided. Never blocks, never fails. Thread-safe. */
public interface DecisionFacts {
    /** A decision, and each call of an expert that it took. */
    void decided(DecisionEntry entry);
}
