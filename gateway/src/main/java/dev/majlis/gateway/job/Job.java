package dev.majlis.gateway.job;

import dev.majlis.mesh.dedup.StoredAnswer;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that is answered later.
 *
 * @param id UUIDv7, also the correlation id of its call
 * @param tenant whose it is; nobody else sees it
 * @param name route or service
 * @param state where it stands
 * @param createdAt when it was accepted
 * @param updatedAt when its state last changed
 * @param deadline after which it is given up
 * @param request to send, and to send again
 * @param result once it has ended with an answer or an error
 */
public record Job(
        String id,
        String tenant,
        String name,
        JobState state,
        Instant createdAt,
        Instant updatedAt,
        Instant deadline,
        JobRequest request,
        Optional<StoredAnswer> result) {

    /** From 0 to 1; nothing between is known of work that is not streamed. */
    public double progress() {
        return state.ended() ? 1 : 0;
    }
}
