package dev.majlis.gateway.route;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.envelope.Operation;
import java.util.Optional;

/**
 * One step of a route: who works, and the parameters it gets in the routing slip.
 *
 * @param to operation
 * @param with small parameters, never prompt text
 */
public record Step(Operation to, ObjectNode with) {
    /** Operation name of a step that chooses among candidates and answers with a verdict. */
    private static final String JUDGE = "best-of";

    public Step {
        requireNonNull(to, "to is null");
        requireNonNull(with, "with is null");
    }

    /** When it stops to ask for candidates, if it chooses and says so; checked when the routes were read. */
    public Optional<StopRule> stop() {
        try {
            return judges() ? StopRule.of(with) : Optional.empty();
        } catch (StopRule.Fault fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** Whether the step answers with a {@link dev.majlis.mesh.council.Verdict}. */
    public boolean judges() {
        return JUDGE.equals(to.name());
    }
}
