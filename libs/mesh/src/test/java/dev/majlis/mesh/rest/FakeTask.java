package dev.majlis.mesh.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A task of tenant {@code acme} without a broker. */
final class FakeTask<I> implements Task<I> {
    private final I input;
    private final boolean streaming;
    private final Instant deadline;
    private final List<Chunk.Part> emitted = new CopyOnWriteArrayList<>();
    private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    FakeTask(I input, boolean streaming, Instant deadline) {
        this.input = input;
        this.streaming = streaming;
        this.deadline = deadline;
    }

    List<Chunk.Part> emitted() {
        return emitted;
    }

    void cancel() {
        cancelled = true;
        onCancel.forEach(Runnable::run);
    }

    @Override
    public I input() {
        return input;
    }

    @Override
    public ObjectNode parameters() {
        return Json.mapper().createObjectNode();
    }

    @Override
    public Envelope envelope() {
        return new Envelope(
                "id",
                "/majlis/test/0",
                "majlis.test.rest.requested.v1",
                Instant.EPOCH,
                Optional.empty(),
                "application/json",
                "urn:majlis:schema:forwarded-call:1",
                "acme",
                Optional.empty(),
                Optional.empty(),
                Optional.of(deadline),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.EMPTY,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Map.of(),
                new byte[0]);
    }

    @Override
    public Optional<Instant> deadline() {
        return Optional.of(deadline);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        onCancel.add(action);
        if (cancelled) {
            action.run();
        }
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
