package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it stands.
 *
 * @param id UUIDv7
 * @param tenant whose it is; nobody else sees it
 * @param pool that it works for
 * @param attempts times that a process has started to work on it
 * @param progress from 0 to 1
 * @param message what it is at, for a person
 * @param request what is to be done, in the words of its kind
 * @param memory what the work has written down to go on from
 * @param result once it has succeeded
 * @param failure once it has failed
 */
public record Job(
        String id,
        String tenant,
        JobKind kind,
        String pool,
        JobState state,
        Instant createdAt,
        Instant updatedAt,
        int attempts,
        boolean cancelRequested,
        double progress,
        String message,
        ObjectNode request,
        Optional<ObjectNode> memory,
        Optional<ObjectNode> result,
        Optional<Problem> failure) {
    public Job {
        requireNonNull(id, "id is null");
        requireNonNull(request, "request is null");
    }

    /** A new one. */
    public static Job queued(String id, String tenant, JobKind kind, String pool, ObjectNode request, Instant now) {
        return new Job(
                id,
                tenant,
                kind,
                pool,
                JobState.QUEUED,
                now,
                now,
                0,
                false,
                0,
                "",
                request,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
