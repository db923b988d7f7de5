package dev.majlis.trainer.job;

/** States of a job (platform §4.2). */
public enum JobState {
    /** Waits for a device. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Waited longer than jobs may. */
    EXPIRED;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
