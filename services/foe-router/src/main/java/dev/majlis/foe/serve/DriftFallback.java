package dev.majlis.foe.serve;

/** What answers an input that lies outside of what the fuser has seen (foe.md §7). */
public enum DriftFallback {
    /** The policy that was asked for; the answer says {@code drifted}. */
    NONE,
    /** All experts. */
    FOE_FULL,
    /** The expert that was best on the fuser's rows. */
    BEST_SINGLE
}
