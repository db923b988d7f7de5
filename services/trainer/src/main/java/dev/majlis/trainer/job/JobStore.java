package dev.majlis.trainer.job;

import dev.majlis.mesh.error.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps jobs across restarts. Blocks; thread-safe. Failures of the store itself are {@code overloaded}. */
public interface JobStore extends AutoCloseable {

    /**
     * Writes a new job down.
     *
     * @return the job that the key was used for before, or nothing when this one was written
     * @throws dev.majlis.mesh.error.MeshException {@code idempotency-conflict} when the key was used for another body
     */
    Optional<Job> insert(Job job, Optional<JobKey> key);

    Optional<Job> find(String id, String tenant);

    Optional<Job> find(String id);

    /** Newest first. */
    List<Job> list(String tenant, int limit);

    /** How many wait. */
    int waiting();

    /** Gives the oldest waiting job to a process: {@link JobState#RUNNING}, one attempt more. */
    Optional<Job> claim(String owner);

    /** After a start of the process: what it was working on waits again; returns how many. */
    int release(String owner);

    /** Where a job's data were put. */
    void taken(String id, StoredData data);

    void phase(String id, JobPhase phase);

    void progress(String id, JobProgress progress);

    /** Asks a running job to stop, or ends a waiting one; false when it had ended before. */
    boolean cancel(String id);

    boolean cancelRequested(String id);

    /** Ends a job with its result; false when it had ended before. */
    boolean succeed(String id, JobResult result);

    /** Ends a job without a result; false when it had ended before. */
    boolean end(String id, JobState state, Optional<Problem> failure);

    void published(String id, String version);

    /** Ends jobs that have waited since before; returns how many. */
    int expire(Instant createdBefore);

    /** Jobs whose state the mesh has not been told; oldest change first. */
    List<Job> untold(int limit);

    /** The mesh knows this state of the job. */
    void told(String id, JobState state);

    @Override
    void close();
}
