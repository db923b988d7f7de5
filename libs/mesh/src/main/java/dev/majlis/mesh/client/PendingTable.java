package dev.majlis.mesh.client;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/** What waits for an answer, by correlation id; bounded. */
final class PendingTable {
    private final int max;
    private final Map<String, PendingReply> waiting = new ConcurrentHashMap<>();
    private final Map<PendingReply, Future<?>> timers = new ConcurrentHashMap<>();

    PendingTable(int max) {
        this.max = max;
    }

    /** @return why it is refused; empty when it is in */
    Optional<MeshException> add(PendingReply reply) {
        if (waiting.size() >= max) {
            return Optional.of(new MeshException(
                            ProblemSlug.OVERLOADED, "%d calls wait for an answer, more are not taken".formatted(max))
                    .withStatus(429)
                    .withRetryAfter(Duration.ofSeconds(1)));
        }
        PendingReply before = waiting.putIfAbsent(reply.correlationId(), reply);
        if (before != null && !takesThePlaceOf(before, reply)) {
            return Optional.of(new MeshException(
                    ProblemSlug.REQUEST_IN_PROGRESS,
                    "a call with the correlation id %s is waiting already".formatted(reply.correlationId())));
        }
        return Optional.empty();
    }

    /** Who was just answered may ask again before the receiving thread has taken the old entry out. */
    private boolean takesThePlaceOf(PendingReply before, PendingReply reply) {
        if (!before.ended() || !waiting.replace(reply.correlationId(), before, reply)) {
            return false;
        }
        stopTimer(before);
        return true;
    }

    void expires(PendingReply reply, Future<?> timer) {
        timers.put(reply, timer);
        if (!contains(reply)) {
            stopTimer(reply);
        }
    }

    Optional<PendingReply> get(String correlationId) {
        return Optional.ofNullable(waiting.get(correlationId));
    }

    boolean contains(PendingReply reply) {
        return waiting.get(reply.correlationId()) == reply;
    }

    /** @return whether this call took it out */
    boolean remove(PendingReply reply) {
        if (!waiting.remove(reply.correlationId(), reply)) {
            return false;
        }
        stopTimer(reply);
        return true;
    }

    List<PendingReply> drain() {
        return waiting.values().stream().filter(this::remove).toList();
    }

    int size() {
        return waiting.size();
    }

    private void stopTimer(PendingReply reply) {
        Future<?> timer = timers.remove(reply);
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
