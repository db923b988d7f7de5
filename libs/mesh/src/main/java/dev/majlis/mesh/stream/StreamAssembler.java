package dev.majlis.mesh.stream;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts the records of one stream in order (platform §2.4): duplicates are dropped, records that came too early wait, what
 * comes after the end is ignored. Not thread-safe; the caller holds the stream's lock.
 */
public final class StreamAssembler<T> {
    /** Records that may wait for an earlier one. */
    public static final int MAX_WAITING = 64;

    private final TreeMap<Long, T> waiting = new TreeMap<>();
    private long next;
    private long last = Long.MAX_VALUE;
    private long duplicates;
    private long afterEnd;

    /** @param from first sequence number to deliver; earlier ones count as duplicates */
    public StreamAssembler(long from) {
        this.next = from;
    }

    /**
     * Takes one record.
     *
     * @return what can be delivered now, in order; often just {@code item}, empty while something is missing
     * @throws MeshException {@code stream-gap} when more than {@link #MAX_WAITING} records wait for a missing one
     */
    public List<T> accept(long seq, boolean end, T item) {
        requireNonNull(item, "item is null");
        if (ended() || seq > last) {
            afterEnd++;
            return List.of();
        }
        if (seq < next || waiting.containsKey(seq)) {
            duplicates++;
            return List.of();
        }
        if (end) {
            last = seq;
            afterEnd += waiting.tailMap(seq, false).size();
            waiting.tailMap(seq, false).clear();
        }
        if (seq == next && waiting.isEmpty()) {
            next++;
            return List.of(item);
        }
        waiting.put(seq, item);
        List<T> ready = new ArrayList<>();
        for (T head = waiting.remove(next); head != null; head = waiting.remove(next)) {
            ready.add(head);
            next++;
        }
        if (waiting.size() > MAX_WAITING) {
            throw gapFailure();
        }
        return ready;
    }

    /** Whether records wait for a missing one. */
    public boolean gap() {
        return !waiting.isEmpty();
    }

    /** The sequence number that is delivered next; while there is a gap, the missing one. */
    public long next() {
        return next;
    }

    /** Whether the last record has been delivered. */
    public boolean ended() {
        return next > last;
    }

    public long duplicates() {
        return duplicates;
    }

    public long afterEnd() {
        return afterEnd;
    }

    /** What to fail with when the missing record does not come in time. */
    public MeshException gapFailure() {
        return new MeshException(
                ProblemSlug.STREAM_GAP,
                "record %d of the stream is missing, %d later ones have come".formatted(next, waiting.size()));
    }
}
