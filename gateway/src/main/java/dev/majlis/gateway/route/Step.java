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
    /** Fuses the experts of a pool. */
    public static final Operation FOE = new Operation("foe-router", "chat");

    /** Operation name of a step that chooses among candidates and answers with a verdict. */
    private static final String JUDGE = "best-of";

    /** Operation name of a step that answers a request. */
    private static final String WRITER = "chat";

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

    /** Whether the step is a scorer's, which chooses among candidates. */
    public boolean judges() {
        return JUDGE.equals(to.name());
    }

    /** Whether the step answers with a {@link dev.majlis.mesh.council.Verdict}. */
    public boolean verdict() {
        return judges() || (foe() && "verdict".equals(with.path("output").asText()));
    }

    /** Whether a pool of classifiers keeps the text that is likeliest of one label. */
    boolean choosesByLabel() {
        return foe() && with.path("keep").isTextual();
    }

    /** Whether the step asks a pool of experts. */
    public boolean foe() {
        return FOE.equals(to);
    }

    /** Whether the step is a chat model's, which reads a request. */
    boolean writes() {
        return !foe() && WRITER.equals(to.name());
    }

    /** The pool that is asked; empty for a step that asks none. */
    public Optional<String> pool() {
        return foe() ? Optional.ofNullable(with.path("pool").textValue()) : Optional.empty();
    }
}
