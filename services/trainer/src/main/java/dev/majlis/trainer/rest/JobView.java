package dev.majlis.trainer.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.Problem;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import java.time.Instant;
import java.util.Map;

/**
 * A job as clients see it (platform §4.2).
 *
 * @param progress from 0 to 1
 * @param phase what it is at, in the words of its task; null where it has none
 * @param step last update that was written down; null before the first
 * @param attempts times that a process has started to work on it
 * @param data where its rows come from; their hash and number once they were taken in
 * @param error problem document of a failed job
 * @param published {@code model@version} of the registry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
        String id,
        String state,
        String task,
        String model,
        Instant createdAt,
        Instant updatedAt,
        Instant startedAt,
        double progress,
        JobPhase phase,
        JobProgress step,
        int attempts,
        boolean cancelRequested,
        DataView data,
        ObjectNode parameters,
        long seed,
        Problem error,
        String published,
        Map<String, String> links) {

    /** Null where it is not known yet. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DataView(String file, String url, String name, String sha256, Long rows) {}

    static JobView of(Job job) {
        String self = JobsResource.PATH + "/" + job.id();
        return new JobView(
                job.id(),
                job.state().name(),
                job.request().task(),
                job.request().model(),
                job.createdAt(),
                job.updatedAt(),
                job.startedAt().orElse(null),
                job.share(),
                job.phase().orElse(null),
                job.progress().orElse(null),
                job.attempts(),
                job.cancelRequested(),
                data(job),
                job.request().parameters(),
                job.request().seed(),
                job.failure().orElse(null),
                job.published().orElse(null),
                Map.of("self", self, "events", self + "/events", "result", self + "/result"));
    }

    private static DataView data(Job job) {
        DataSource source = job.request().data();
        return new DataView(
                source instanceof DataSource.File file ? file.path() : null,
                source instanceof DataSource.Web web ? web.url().toString() : null,
                source instanceof DataSource.Blob blob ? blob.name() : null,
                job.data().map(data -> data.blob().sha256()).orElse(null),
                job.data().map(data -> data.rows()).orElse(null));
    }
}
