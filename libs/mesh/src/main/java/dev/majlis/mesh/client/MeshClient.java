package dev.majlis.mesh.client;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Asks other services over Kafka. Every call has a deadline and can be cancelled; at most one answer is delivered for a
 * call. Thread-safe, never blocks. Failures are {@link dev.majlis.mesh.error.MeshException}.
 */
public interface MeshClient {

    /**
     * One request, one answer. Cancelling the returned future's {@code toCompletableFuture()} publishes a cancel record. The
     * stage completes on the reply consumer's thread: do not block in it.
     */
    CompletionStage<Reply> call(Call call);

    /**
     * One request, chunks, then the answer; sent when subscribed. Cancelling the subscription publishes a cancel record. A
     * slow subscriber is cancelled after 256 buffered chunks (platform §4.4).
     */
    Flow.Publisher<StreamItem> stream(Call call);

    /** Reads a stream again from the reply log, from {@code fromSeq} on, as long as retention keeps it. */
    Flow.Publisher<StreamItem> resume(String correlationId, long fromSeq);

    /** Many requests, one deadline; completes when all have answered, failed or run out of time, and cancels the rest. */
    CompletionStage<Scattered> scatter(List<Call> calls, Instant deadline);

    /** Sends a request whose answer goes to another topic (jobs); completes when the broker has it. */
    CompletionStage<String> send(Call call, String replyTopic);

    /** Asks whoever works on it to stop. */
    void cancel(String correlationId);
}
