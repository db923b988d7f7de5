package dev.majlis.foe.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One expert that is being asked. Its answer is read on the thread that waits for it, not on the one that received it. */
final class RunningCall {
    /** The transport keeps the deadline itself; the grace is for its own answer. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Protocol protocol;
    private final Duration patience;
    private final CompletableFuture<Supplier<JsonNode>> answer;
    private final CompletableFuture<Supplier<JsonNode>> timed;
    private final long begun;
    private volatile long ended;

    /** @param begun {@link System#nanoTime()} before it was asked */
    RunningCall(Protocol protocol, Duration patience, long begun, CompletableFuture<Supplier<JsonNode>> answer) {
        this.begun = begun;
        this.protocol = requireNonNull(protocol, "protocol is null");
        this.patience = requireNonNull(patience, "patience is null");
        this.answer = requireNonNull(answer, "answer is null");
        // its time is noted before anybody who waits is woken
        this.timed = answer.whenComplete((said, failure) -> ended = System.nanoTime());
    }

    /** What it said, or why it said nothing. */
    record End(Optional<Said> said, Optional<Throwable> failure, Duration took) {}

    /** Waits for the end; an interrupt ends the call and stays set. */
    End await() {
        try {
            JsonNode body = timed.get(
                            Math.max(0, patience.plus(GRACE).toMillis() - elapsedMillis()), TimeUnit.MILLISECONDS)
                    .get();
            return new End(Optional.of(protocol.read(body)), Optional.empty(), took());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return failed(CallFailures.timeout("stopped while waiting for the expert"));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return failed(CallFailures.timeout("no answer within " + patience.toMillis() + " ms"));
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private End failed(Throwable failure) {
        return new End(Optional.empty(), Optional.of(failure), took());
    }

    private Duration took() {
        return Duration.ofNanos((ended != 0 ? ended : System.nanoTime()) - begun);
    }

    private long elapsedMillis() {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
