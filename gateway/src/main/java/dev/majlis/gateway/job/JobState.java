package dev.majlis.gateway.job;

/** States of a job (platform §4.2). */
public enum JobState {
    /** Written down, not yet taken by the broker. */
    QUEUED,
    /** In the hands of the mesh. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The deadline passed without an answer. */
    EXPIRED;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
