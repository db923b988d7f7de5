package dev.majlis.trainer.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

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
     * @param report what is to be told beside them; null for nothing
     * @param hindrance why the model must not be published
     */
    record Trained(
            String kind, String scoreKind, Map<String, Double> metrics, ObjectNode report, Optional<String> hindrance)
            implements TrainingOutcome {
        /** One that may be published as it is. */
        public Trained(String kind, String scoreKind, Map<String, Double> metrics) {
            this(kind, scoreKind, metrics, null, Optional.empty());
        }

        public Trained {
            requireNonNull(hindrance, "hindrance is null");
            metrics = Map.copyOf(metrics);
        }
    }
}
