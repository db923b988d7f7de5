package dev.majlis.trainer.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;

/**
 * One entry of a job's log.
 *
 * @param seq from 1, without gaps
 * @param type {@code state}, {@code phase} or {@code progress}
 * @param at RFC 3339
 * @param state of the job; null for the other types
 * @param phase what the job is at; null for the other types
 * @param progress an update; null for the other types
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobEvent(long seq, String type, String at, String state, JobPhase phase, JobProgress progress) {}
