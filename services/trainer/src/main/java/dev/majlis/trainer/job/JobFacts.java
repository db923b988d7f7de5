package dev.majlis.trainer.job;

import java.util.concurrent.CompletionStage;

/** Tells the mesh how jobs stand. */
public interface JobFacts {

    /** The job's state has changed; completes when the mesh has it. */
    CompletionStage<Void> state(Job job);

    /** The job has come to another phase; may be lost. */
    void phase(Job job, JobPhase phase);

    /** The job has made progress; may be lost. */
    void progress(Job job, JobProgress progress);
}
