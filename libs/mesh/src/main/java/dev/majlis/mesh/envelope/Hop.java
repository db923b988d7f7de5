package dev.majlis.mesh.envelope;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One step of a routing slip.
 *
 * @param operation who works
 * @param parameters of this step; small, and never prompt text: they travel in a header
 */
public record Hop(Operation operation, ObjectNode parameters) {
    public Hop {
        requireNonNull(operation, "operation is null");
        requireNonNull(parameters, "parameters is null");
    }

    public static Hop to(Operation operation) {
        return new Hop(operation, JsonNodeFactory.instance.objectNode());
    }
}
