package dev.majlis.models.batch;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One input that waits for its output. */
record Job<I, O>(
        I input,
        int length,
        int bucket,
        boolean interactive,
        Optional<Instant> deadline,
        long enqueuedNanos,
        CompletableFuture<O> result) {

    /** Nobody waits any more. */
    boolean abandoned() {
        return result.isDone();
    }

    boolean expired(Instant now) {
        return deadline.isPresent() && !now.isBefore(deadline.get());
    }
}
