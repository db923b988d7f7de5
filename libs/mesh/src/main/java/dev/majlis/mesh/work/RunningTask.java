package dev.majlis.mesh.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A task on its way through a worker. */
final class RunningTask<I> implements Task<I> {
    private final Envelope envelope;
    private final I input;
    private final Optional<ChunkWriter> chunks;
    private final List<Runnable> onCancel = new ArrayList<>();

    private Optional<Stop> stop = Optional.empty();

    RunningTask(Envelope envelope, I input, Optional<ChunkWriter> chunks) {
        this.envelope = envelope;
        this.input = input;
        this.chunks = chunks;
    }

    /** Why a task should stop. */
    enum Stop {
        CANCELLED,
        DEADLINE
    }

    @Override
    public I input() {
        return input;
    }

    @Override
    public ObjectNode parameters() {
        return envelope.slip().current().map(Hop::parameters).orElseGet(() -> Json.mapper()
                .createObjectNode());
    }

    @Override
    public Envelope envelope() {
        return envelope;
    }

    @Override
    public Optional<Instant> deadline() {
        return envelope.deadline();
    }

    @Override
    public synchronized boolean cancelled() {
        return stop.isPresent();
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (stop.isEmpty()) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public boolean streaming() {
        return chunks.isPresent();
    }

    @Override
    public void emit(Chunk.Part part) {
        chunks.ifPresent(writer -> writer.write(part));
    }

    synchronized Optional<Stop> stop() {
        return stop;
    }

    /** Asks the work to stop; only the first reason counts. */
    void stop(Stop reason) {
        List<Runnable> actions;
        synchronized (this) {
            if (stop.isPresent()) {
                return;
            }
            stop = Optional.of(reason);
            actions = List.copyOf(onCancel);
            onCancel.clear();
        }
        actions.forEach(Runnable::run);
    }

    /** Ends the stream, when there is one; the number of its last record. */
    Optional<Long> endStream() {
        return chunks.map(ChunkWriter::finish);
    }
}
