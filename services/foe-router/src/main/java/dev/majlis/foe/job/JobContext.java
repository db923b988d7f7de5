package dev.majlis.foe.job;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What running work may tell and ask. Thread-safe. */
public interface JobContext {
    /** The job at its start. */
    Job job();

    /** @param share from 0 to 1; written down a few times a second at most */
    void progress(double share, String message);

    /** Written down at once; the next attempt finds it in the job. */
    void remember(ObjectNode memory);

    /**
     * Call it often.
     *
     * @throws JobStopped when the job was cancelled or the process ends
     */
    void check();
}
