package dev.majlis.mesh.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import java.time.Instant;
import java.util.Optional;

/** A task in a test's hands. */
record HeldTask<I>(I input, boolean cancelled) implements Task<I> {
    @Override
    public ObjectNode parameters() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Envelope envelope() {
        throw new UnsupportedOperationException("no record behind this task");
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.empty();
    }

    @Override
    public void onCancel(Runnable action) {
        if (cancelled) {
            action.run();
        }
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public void emit(Chunk.Part part) {}
}
