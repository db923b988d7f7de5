package dev.majlis.foe.job;

import java.util.concurrent.CompletionStage;

/** Tells the mesh how jobs stand. Thread-safe. */
public interface JobFacts {
    /** Completes when the mesh has it. */
    CompletionStage<Void> state(Job job);
}
