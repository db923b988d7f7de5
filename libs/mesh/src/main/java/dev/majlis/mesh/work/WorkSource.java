package dev.majlis.mesh.work;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A work queue. Hands each record to one worker at a time and hands it out again when its worker dies; a record in hand stays
 * in hand however long it takes (locks are renewed here). Thread-safe.
 */
public interface WorkSource extends AutoCloseable {

    /** Begins to take records; {@code intake} is called on the source's threads and must return soon. */
    void start(Consumer<WorkItem> intake);

    /** Whether records are being taken. */
    boolean ready();

    /** Takes no more records until {@link #resume()}. */
    void pause();

    void resume();

    /** Takes no more records, waits for those in hand, releases what is left after {@code patience}, and disconnects. */
    void drain(Duration patience);

    @Override
    default void close() {
        drain(Duration.ZERO);
    }
}
