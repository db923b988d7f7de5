package dev.majlis.gateway.job;

import dev.majlis.mesh.dedup.StoredAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps jobs across restarts. Blocks; thread-safe. Failures of the store itself are {@code overloaded}. */
public interface JobStore extends AutoCloseable {

    /** Writes a new job down, {@link JobState#QUEUED}. */
    void insert(Job job);

    /** The broker has the request: {@link JobState#RUNNING}, unless the job has ended meanwhile. */
    void sent(String id);

    /**
     * Ends a job.
     *
     * @return false when it had ended before, or never existed: the first end counts
     */
    boolean end(String id, JobState state, Optional<StoredAnswer> result);

    Optional<Job> find(String id, String tenant);

    /** For those who know the id from the mesh and not from a client. */
    Optional<Job> find(String id);

    /** Newest first. */
    List<Job> list(String tenant, int limit);

    /** Accepted before {@code before} and never acknowledged by the broker; oldest first. */
    List<Job> unsent(Instant before, int limit);

    /** Gives up jobs whose deadline has passed; returns how many. */
    int expire();

    /** Forgets jobs that ended before; returns how many. */
    int purge(Instant endedBefore);

    @Override
    void close();
}
