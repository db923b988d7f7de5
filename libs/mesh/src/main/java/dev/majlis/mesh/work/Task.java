package dev.majlis.mesh.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Envelope;
import java.time.Instant;
import java.util.Optional;

/** One record in a worker's hands. */
public interface Task<I> {

    I input();

    /** Parameters of this hop from the routing slip; empty object when there are none. */
    ObjectNode parameters();

    /** The whole record. */
    Envelope envelope();

    Optional<Instant> deadline();

    /** True once the client has gone or the deadline has passed: stop soon. */
    boolean cancelled();

    /** Runs {@code action} once when the task is cancelled, at once if it already is. */
    void onCancel(Runnable action);

    /** Whether the requester wants chunks while the work is going on. */
    boolean streaming();

    /**
     * Sends a chunk to the requester; ignored when not {@link #streaming()}. Sequence numbers, coalescing (16 tokens or
     * 50 ms, the first at once) and heartbeats are the library's. Thread-safe, never blocks.
     */
    void emit(Chunk.Part part);
}
