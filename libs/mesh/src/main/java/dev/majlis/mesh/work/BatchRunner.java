package dev.majlis.mesh.work;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Turns a {@link BatchWorker} into a {@link Worker}: gathers tasks until the batch is full or its first task has waited long
 * enough, handles them on one thread, and bisects a batch that fails, so that a poison record costs only its own request
 * (platform §3, §7). The queue is bounded by the number of records in flight.
 */
public final class BatchRunner<I, O> implements Worker<I, O>, AutoCloseable {
    private final BatchWorker<I, O> worker;
    private final FailureClassifier failures;
    private final int maxBatch;
    private final long maxDelayNanos;
    private final BlockingQueue<Waiting<I, O>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    /** Starts the thread; {@link #close()} ends it. */
    public BatchRunner(BatchWorker<I, O> worker, WorkerSettings settings, FailureClassifier failures) {
        this.worker = requireNonNull(worker, "worker is null");
        this.failures = requireNonNull(failures, "failures is null");
        this.maxBatch = settings.maxBatch();
        this.maxDelayNanos = settings.maxBatchDelay().toNanos();
        this.thread = new Thread(this::run, "batch " + worker.operation());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public Operation operation() {
        return worker.operation();
    }

    @Override
    public Class<I> input() {
        return worker.input();
    }

    @Override
    public String outputSchema() {
        return worker.outputSchema();
    }

    @Override
    public CompletionStage<O> handle(Task<I> task) {
        var waiting = new Waiting<I, O>(task, new CompletableFuture<>());
        queue.add(waiting);
        return waiting.output;
    }

    /** Ends the thread; tasks that still wait fail as {@code overloaded}, so that another worker gets them. */
    @Override
    public void close() {
        thread.interrupt();
        for (Waiting<I, O> left = queue.poll(); left != null; left = queue.poll()) {
            left.fail(new MeshException(ProblemSlug.OVERLOADED, "the worker is stopping"));
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                handle(gather());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Waiting<I, O>> gather() throws InterruptedException {
        List<Waiting<I, O>> batch = new ArrayList<>(maxBatch);
        batch.add(queue.take());
        long end = System.nanoTime() + maxDelayNanos;
        while (batch.size() < maxBatch) {
            queue.drainTo(batch, maxBatch - batch.size());
            if (batch.size() == maxBatch) {
                break;
            }
            Waiting<I, O> next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void handle(List<Waiting<I, O>> batch) {
        List<Waiting<I, O>> wanted = new ArrayList<>(batch.size());
        for (Waiting<I, O> waiting : batch) {
            if (waiting.task.cancelled()) {
                waiting.fail(new MeshException(ProblemSlug.CANCELLED, "cancelled before its batch began"));
            } else {
                wanted.add(waiting);
            }
        }
        if (!wanted.isEmpty()) {
            handleOrBisect(wanted);
        }
    }

    private void handleOrBisect(List<Waiting<I, O>> batch) {
        try {
            List<O> outputs = worker.handle(batch.stream().map(Waiting::task).toList());
            if (outputs.size() != batch.size()) {
                throw new MeshException(
                        ProblemSlug.INTERNAL, "%d outputs for a batch of %d".formatted(outputs.size(), batch.size()));
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).output.complete(outputs.get(i));
            }
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (batch.size() == 1 || !worthBisecting(failure)) {
                batch.forEach(waiting -> waiting.fail(failure));
                return;
            }
            int middle = batch.size() / 2;
            handleOrBisect(batch.subList(0, middle));
            handleOrBisect(batch.subList(middle, batch.size()));
        }
    }

    /** Not when the model is away or the worker itself is broken: then every half fails as well. */
    private boolean worthBisecting(Throwable failure) {
        if (failure instanceof InterruptedException || failures.classify(failure) == FailureClassifier.Kind.FATAL) {
            return false;
        }
        ProblemSlug slug = failures.translate(failure).slug();
        return slug != ProblemSlug.OVERLOADED && slug != ProblemSlug.MODEL_LOADING;
    }

    private record Waiting<I, O>(Task<I> task, CompletableFuture<O> output) {
        void fail(Throwable failure) {
            output.completeExceptionally(failure);
        }
    }
}
