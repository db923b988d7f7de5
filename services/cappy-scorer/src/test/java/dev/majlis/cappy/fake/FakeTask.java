package dev.majlis.cappy.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.work.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task that remembers what was emitted. */
public final class FakeTask<I> implements Task<I> {
    private final I input;
    private final boolean streaming;
    private final ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    private final List<Chunk.Part> emitted = new ArrayList<>();

    public FakeTask(I input, boolean streaming) {
        this.input = input;
        this.streaming = streaming;
    }

    public List<Chunk.Part> emitted() {
        return emitted;
    }

    @Override
    public I input() {
        return input;
    }

    @Override
    public ObjectNode parameters() {
        return parameters;
    }

    @Override
    public Envelope envelope() {
        return new Envelope(
                "id",
                "/majlis/test/0",
                "majlis.test",
                Instant.EPOCH,
                Optional.empty(),
                "application/json",
                "urn:majlis:schema:x:1",
                "default",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.of(Hop.to(new Operation("cappy-scorer", "best-of"))),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                new byte[0]);
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.empty();
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {
        // nobody cancels
    }

    @Override
    public boolean streaming() {
        return streaming;
    }

    @Override
    public void emit(Chunk.Part part) {
        emitted.add(part);
    }
}
