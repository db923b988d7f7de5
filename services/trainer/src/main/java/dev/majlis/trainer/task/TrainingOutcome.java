package dev.majlis.trainer.task;

import java.util.Map;

/** How a run ended. */
public sealed interface TrainingOutcome {

    /** It was asked to stop; there is a checkpoint to go on from. */
    record Cancelled() implements TrainingOutcome {}

    /**
     * The model lies in the context's folder.
     *
     * @param kind what serves it
     * @param scoreKind what its output means
     * @param metrics finite numbers by name
     */
    record Trained(String kind, String scoreKind, Map<String, Double> metrics) implements TrainingOutcome {
        public Trained {
            metrics = Map.copyOf(metrics);
        }
    }
}
