package dev.majlis.foe.table;

/** What goes into a fuser and what comes out (foe.md §2.2, §2.3). */
public enum FuserMode {
    /** Probabilities of classifiers in, a label out. */
    DISCRIMINATIVE,
    /** Embeddings of what experts read or wrote in, the best expert out. */
    GENERATIVE,
    /** Probabilities of classifiers in, an expert that owns the class out. */
    EXPERT_PRED;

    /** Whether the fuser answers with an expert, whose own answer is then given. */
    public boolean choosesExpert() {
        return this != DISCRIMINATIVE;
    }
}
