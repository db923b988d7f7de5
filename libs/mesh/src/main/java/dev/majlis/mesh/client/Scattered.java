package dev.majlis.mesh.client;

import dev.majlis.mesh.error.MeshException;
import java.util.List;

/**
 * What came back of a scatter, in the order of the calls.
 *
 * @param outcomes one for each call
 */
public record Scattered(List<Outcome> outcomes) {
    public Scattered {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether any call has no answer. */
    public boolean degraded() {
        return outcomes.stream().anyMatch(Outcome.Missing.class::isInstance);
    }

    /** The outcome of one call. */
    public sealed interface Outcome {

        /** It answered. */
        record Answered(Reply reply) implements Outcome {}

        /** It failed, or did not answer in time. */
        record Missing(MeshException reason) implements Outcome {}
    }
}
