package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What is being scored and how fast that goes, in characters. Work that would not be ready before its deadline is sent away at once
 * ({@code OVERLOADED}) instead of failing later, when it has taken time from others. Before it has seen a second of
 * work it lets everything in. Thread-safe.
 */
public final class Backlog {
    /** Share of the time left that what is ahead may need: batches are shared, so that later work may overtake some. */
    private static final double SHARE = 0.7;

    private static final Duration ENOUGH = Duration.ofSeconds(1);
    private static final Duration MEMORY = Duration.ofSeconds(20);
    private static final Duration LONGEST_HINT = Duration.ofSeconds(60);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Set<Ticket> waiting = new HashSet<>();
    private long outstanding;
    private double done;
    private double busyNanos;
    private long mark;

    /** @param nanos runs steadily, {@code System::nanoTime} */
    public Backlog(Clock clock, LongSupplier nanos) {
        this.clock = requireNonNull(clock, "clock is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
    }

    /** Work that was let in; to be closed when it is done. */
    public final class Ticket {
        private final long work;
        private final Optional<Instant> deadline;

        private Ticket(long work, Optional<Instant> deadline) {
            this.work = work;
            this.deadline = deadline;
        }

        /** @param well whether it was really done, and tells how fast things go */
        public void close(boolean well) {
            leave(this, well);
        }
    }

    /**
     * Lets work in.
     *
     * @param work characters
     * @throws dev.majlis.mesh.error.MeshException {@code OVERLOADED}, with the time after which it might fit
     */
    public synchronized Ticket enter(long work, Optional<Instant> deadline) {
        Instant now = clock.instant();
        forgetAbandoned(now);
        if (outstanding == 0) {
            mark = nanos.getAsLong();
        } else if (deadline.isPresent() && busyNanos >= ENOUGH.toNanos()) {
            requireFits(work, Duration.between(now, deadline.get()));
        }
        var ticket = new Ticket(work, deadline);
        waiting.add(ticket);
        outstanding += work;
        return ticket;
    }

    private void requireFits(long work, Duration left) {
        double expected = (outstanding + work) * busyNanos / done;
        double excess = expected - SHARE * left.toNanos();
        if (excess > 0) {
            Duration hint = Duration.ofNanos((long) Math.min(excess, (double) LONGEST_HINT.toNanos()));
            throw Failures.overloaded(
                    "it would take about %d ms, the deadline leaves %d ms"
                            .formatted(Duration.ofNanos((long) expected).toMillis(), left.toMillis()),
                    hint);
        }
    }

    private synchronized void leave(Ticket ticket, boolean well) {
        if (!waiting.remove(ticket)) {
            return;
        }
        outstanding -= ticket.work;
        long now = nanos.getAsLong();
        if (well) {
            done += ticket.work;
            busyNanos += now - mark;
            if (busyNanos > MEMORY.toNanos()) {
                done /= 2;
                busyNanos /= 2;
            }
        }
        mark = now;
    }

    /** Nobody waits for work whose deadline has passed, and the model drops it. */
    private void forgetAbandoned(Instant now) {
        waiting.removeIf(ticket -> {
            boolean late = ticket.deadline.filter(now::isAfter).isPresent();
            if (late) {
                outstanding -= ticket.work;
            }
            return late;
        });
    }
}
