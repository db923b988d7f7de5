package dev.majlis.foe.frugal;

/** Why no further expert is asked (foe.md §7). */
public enum StopReason {
    /** The next expert is not worth its price. */
    COST,
    /** The next expert does not fit under the cap of cost or of number for one request. */
    BUDGET,
    /** Time is up. */
    DEADLINE,
    /** Every expert was asked. */
    ALL,
    /** Every expert that is left failed. */
    EXPERT_FAILED
}
