package dev.majlis.jaischat;

/** What becomes of a conversation that is longer than the model's context (jais.md §7.1). */
public enum Overflow {
    /** Refused with both numbers. */
    ERROR,
    /** Its oldest turns are left out, and the answer says how many. */
    DROP_OLDEST
}
