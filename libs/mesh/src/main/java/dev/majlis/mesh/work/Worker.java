package dev.majlis.mesh.work;

import dev.majlis.mesh.envelope.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Does the work of one operation. Deadline, cancellation, idempotency, tracing, metrics, retry and dead letters are the
 * library's job, never the worker's.
 *
 * @param <I> body of the request, read from JSON
 * @param <O> body of the reply or of the next hop's request, written as JSON
 */
public interface Worker<I, O> {

    Operation operation();

    /** Class of the request body; {@code byte[]} or {@code JsonNode} for the raw body. */
    Class<I> input();

    /** Schema name of what the worker writes, for {@code ce_dataschema}: {@code urn:majlis:schema:<name>:1}. */
    String outputSchema();

    /**
     * Handles one record. Called on a worker thread, so blocking is allowed; several records may be in flight up to {@link
     * WorkerSettings#maxInFlight()}. A failure is classified by {@link dev.majlis.mesh.error.FailureClassifier}.
     */
    CompletionStage<O> handle(Task<I> task) throws Exception;

    /** A worker from a blocking function. */
    static <I, O> Worker<I, O> of(Operation operation, Class<I> input, String outputSchema, Handler<I, O> handler) {
        return new Worker<>() {
            @Override
            public Operation operation() {
                return operation;
            }

            @Override
            public Class<I> input() {
                return input;
            }

            @Override
            public String outputSchema() {
                return outputSchema;
            }

            @Override
            public CompletionStage<O> handle(Task<I> task) throws Exception {
                return CompletableFuture.completedFuture(handler.handle(task));
            }
        };
    }

    /** A blocking handler. */
    @FunctionalInterface
    interface Handler<I, O> {
        O handle(Task<I> task) throws Exception;
    }
}
