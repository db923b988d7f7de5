package dev.majlis.trainer.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import java.time.Instant;

/**
 * How a job stands, as the mesh is told.
 *
 * @param job its id
 * @param task and {@code model}: what is trained from what
 * @param state of platform §4.2
 * @param at when
 * @param phase what it is at; null where its task has none, and beside an update
 * @param progress last update; null before the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingJobFact(
        String job, String task, String model, String state, Instant at, JobPhase phase, JobProgress progress) {

    static TrainingJobFact of(Job job, JobPhase phase, JobProgress progress, Instant at) {
        return new TrainingJobFact(
                job.id(),
                job.request().task(),
                job.request().model(),
                job.state().name(),
                at,
                phase,
                progress);
    }
}
