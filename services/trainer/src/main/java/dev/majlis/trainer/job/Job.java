package dev.majlis.trainer.job;

import dev.majlis.mesh.error.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * A training job as it stands.
 *
 * @param id UUIDv7
 * @param tenant whose it is; nobody else sees it
 * @param request what is to be trained
 * @param state where it stands
 * @param createdAt when it was accepted
 * @param updatedAt when its state last changed
 * @param startedAt when it was first given a device
 * @param attempts times that a process has started to work on it
 * @param cancelRequested whether it is to stop at the next occasion
 * @param data once they were taken in
 * @param phase what it is at, while it runs
 * @param progress last update that was written down
 * @param result once it has succeeded
 * @param failure once it has failed
 * @param published {@code model@version} of the registry
 */
public record Job(
        String id,
        String tenant,
        JobRequest request,
        JobState state,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> startedAt,
        int attempts,
        boolean cancelRequested,
        Optional<StoredData> data,
        Optional<JobPhase> phase,
        Optional<JobProgress> progress,
        Optional<JobResult> result,
        Optional<Problem> failure,
        Optional<String> published) {

    /** A new one. */
    public static Job queued(String id, String tenant, JobRequest request, Optional<StoredData> data, Instant now) {
        return new Job(
                id,
                tenant,
                request,
                JobState.QUEUED,
                now,
                now,
                Optional.empty(),
                0,
                false,
                data,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** From 0 to 1. */
    public double share() {
        return state == JobState.SUCCEEDED
                ? 1
                : progress.map(JobProgress::share).orElse(0.0);
    }
}
