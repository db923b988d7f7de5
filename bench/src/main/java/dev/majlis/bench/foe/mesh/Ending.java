package dev.majlis.bench.foe.mesh;

/** How a request ended, as its caller sees it. */
sealed interface Ending {

    /**
     * A prediction.
     *
     * @param experts that were asked
     * @param degraded whether one of them failed
     */
    record Answered(String label, int experts, boolean degraded) implements Ending {}

    /** A problem document with a code, or the slug of one without. */
    record Refused(String code) implements Ending {}

    /** The connection was refused or broke: the caller knows that there is no answer. HTTP only. */
    record Disconnected() implements Ending {}

    /** No answer within the caller's deadline, or one that cannot be read. */
    record Lost(String what) implements Ending {}
}
