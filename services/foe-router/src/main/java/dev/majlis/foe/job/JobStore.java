package dev.majlis.foe.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps jobs across restarts. Blocks; thread-safe. Failures of the store itself are {@code overloaded}. */
public interface JobStore {

    void insert(Job job);

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

    /** The process still works on what it has claimed. */
    void beat(String owner);

    /** What was claimed by a process that has not been heard of since waits again; returns how many. */
    int abandon(Instant unheardSince);

    void progress(String id, double share, String message);

    /** What the work needs to go on after a restart. */
    void remember(String id, ObjectNode memory);

    /** Asks a running job to stop, or ends a waiting one; false when it had ended before. */
    boolean cancel(String id);

    boolean cancelRequested(String id);

    /** Ends a job with its result; false when it had ended before. */
    boolean succeed(String id, ObjectNode result);

    /** Ends a job without a result; false when it had ended before. */
    boolean end(String id, JobState state, Optional<Problem> failure);

    /** Jobs whose state the mesh has not been told; oldest change first. */
    List<Job> untold(int limit);

    /** The mesh knows this state of the job. */
    void told(String id, JobState state);
}
