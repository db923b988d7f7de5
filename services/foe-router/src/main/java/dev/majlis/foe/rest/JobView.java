package dev.majlis.foe.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.job.Job;
import dev.majlis.mesh.error.Problem;
import java.time.Instant;
import java.util.Map;

/**
 * A job as clients see it (platform §4.2). Null where it does not apply.
 *
 * @param progress from 0 to 1
 * @param attempts times that a process has started to work on it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
        String id,
        String kind,
        String pool,
        String state,
        double progress,
        String message,
        int attempts,
        boolean cancelRequested,
        Instant createdAt,
        Instant updatedAt,
        ObjectNode request,
        ObjectNode result,
        Problem error,
        Map<String, String> links) {

    static JobView of(Job job) {
        return new JobView(
                job.id(),
                job.kind().word(),
                job.pool(),
                job.state().name(),
                job.progress(),
                job.message(),
                job.attempts(),
                job.cancelRequested(),
                job.createdAt(),
                job.updatedAt(),
                job.request(),
                job.result().orElse(null),
                job.failure().orElse(null),
                Map.of("self", "/foe/v1/jobs/" + job.id()));
    }
}
