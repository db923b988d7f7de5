package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Knows when every request that had begun before a moment has ended, so that what such a request may still use can be freed: requests
 * belong to the phase in which they began, and {@link #whenEnded} begins a new one. Thread-safe; costs a lock at both ends of a
 * request.
 */
final class RequestPhases {
    private final Deque<Phase> phases = new ArrayDeque<>(List.of(new Phase()));

    /** Requests that began between two moments. */
    static final class Phase {
        private int requests;
        private Runnable afterwards = () -> {};
    }

    /** A request begins; what comes back belongs to its {@link #leave}. */
    synchronized Phase enter() {
        Phase current = phases.getLast();
        current.requests++;
        return current;
    }

    /** A request ends; on this thread runs what waited for it. */
    void leave(Phase phase) {
        List<Runnable> due;
        synchronized (this) {
            phase.requests--;
            due = due();
        }
        due.forEach(Runnable::run);
    }

    /**
     * Runs something once every request that has begun by now has ended; at once when there is none.
     *
     * @param action short; others do the long work
     */
    void whenEnded(Runnable action) {
        List<Runnable> due;
        synchronized (this) {
            phases.getLast().afterwards = requireNonNull(action, "action is null");
            phases.add(new Phase());
            due = due();
        }
        due.forEach(Runnable::run);
    }

    private List<Runnable> due() {
        List<Runnable> due = new ArrayList<>();
        while (phases.size() > 1 && phases.getFirst().requests == 0) {
            due.add(phases.removeFirst().afterwards);
        }
        return due;
    }
}
