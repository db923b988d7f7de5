package dev.majlis.mesh.work;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.MalformedEnvelopeException;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.error.FailureClassifier.Kind;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.telemetry.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Takes records from a work source through a worker to the next hop. For each record, in this order: read the envelope, drop a
 * redelivery of finished work, answer late and cancelled work without doing it, check the slip, do the work, send the result
 * and only when the broker has that, settle the record. So nothing is lost when the process dies at any point; what is done
 * twice has the same correlation id and is delivered once.
 */
public final class WorkerRunner<I, O> implements RunningWorker {
    private static final Logger LOG = Logger.getLogger(WorkerRunner.class);
    private static final Duration CLOCK_SKEW = Duration.ofMillis(250);
    private static final int RECENT = 50_000;
    /** The broker gives a record up after five deliveries; the fifth goes to the dead letters instead of to the worker. */
    private static final int LAST_DELIVERY = 5;

    private final Worker<I, O> worker;
    private final Operation operation;
    private final WorkerContext context;
    private final WorkerSettings workerSettings;
    private final WorkSource source;
    private final Outgoing outgoing;
    private final ExecutorService pool;
    private final RecentIds recent = new RecentIds(RECENT);
    private final Map<String, List<WorkItem>> inFlight = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private volatile boolean broken;

    public WorkerRunner(Worker<I, O> worker, WorkerContext context, WorkerSettings workerSettings, WorkSource source) {
        this.worker = requireNonNull(worker, "worker is null");
        this.operation = worker.operation();
        this.context = requireNonNull(context, "context is null");
        this.workerSettings = requireNonNull(workerSettings, "workerSettings is null");
        this.source = requireNonNull(source, "source is null");
        this.outgoing =
                new Outgoing(context.settings(), operation, new RecordSender(context.producer()), context.claims());
        var number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(workerSettings.maxInFlight(), task -> {
            var thread = new Thread(task, "worker-" + operation + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to take records. */
    public void start() {
        source.start(item -> pool.execute(() -> take(item)));
    }

    @Override
    public boolean ready() {
        return !broken && source.ready();
    }

    @Override
    public void pause() {
        source.pause();
    }

    @Override
    public void resume() {
        source.resume();
    }

    @Override
    public int inFlight() {
        return count.get();
    }

    @Override
    public void close() {
        source.drain(workerSettings.drain());
        pool.shutdownNow();
    }

    private void take(WorkItem item) {
        count.incrementAndGet();
        try {
            Envelope envelope = context.claims().unpack(EnvelopeCodec.decode(item.record()));
            if (!firstInHand(envelope, item)) {
                return;
            }
            begin(envelope, item);
        } catch (MalformedEnvelopeException e) {
            refuse(item, new MeshException(ProblemSlug.MALFORMED_ENVELOPE, e.getMessage(), e), e.replyTo());
        } catch (MeshException e) {
            refuse(item, e, Optional.empty());
        } catch (RuntimeException e) {
            LOG.errorf(e, "a record of %s could not be taken", operation);
            settle(item, WorkItem.Settlement.RELEASED);
        }
    }

    /** Whether this record is neither finished nor in hand; the others are settled with the one in hand. */
    private boolean firstInHand(Envelope envelope, WorkItem item) {
        String id = identity(envelope);
        if (recent.contains(id)) {
            settle(item, WorkItem.Settlement.DONE);
            return false;
        }
        boolean[] first = new boolean[1];
        inFlight.compute(id, (key, items) -> {
            first[0] = items == null;
            List<WorkItem> all = items == null ? new ArrayList<>() : items;
            all.add(item);
            return all;
        });
        return first[0];
    }

    private void begin(Envelope envelope, WorkItem item) {
        MeshSettings settings = context.settings();
        Step step = settings.telemetry()
                .process(
                        item.record().topic(),
                        group(),
                        item.record().partition(),
                        item.record().offset(),
                        operation,
                        envelope);
        outgoing.prepare(envelope);
        RunningTask<I> task = null;
        try {
            check(envelope, item);
            task = task(envelope, step);
            work(task, item, step);
        } catch (Exception e) {
            end(item, envelope, task, step, null, e);
        }
    }

    private void check(Envelope envelope, WorkItem item) {
        if (item.deliveries() >= LAST_DELIVERY) {
            throw new MeshException(
                    ProblemSlug.MODEL_FAILED,
                    "the worker ended %d times while it handled this request".formatted(item.deliveries() - 1));
        }
        if (envelope.deadline()
                .filter(deadline -> context.settings().clock().instant().isAfter(deadline.plus(CLOCK_SKEW)))
                .isPresent()) {
            throw new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "the deadline had passed before the work began");
        }
        if (envelope.replyTo()
                .filter(reply -> context.cancellations().contains(reply.correlationId()))
                .isPresent()) {
            throw new MeshException(ProblemSlug.CANCELLED, "cancelled before the work began");
        }
        if (envelope.slip()
                .current()
                .filter(hop -> !hop.operation().equals(operation))
                .isPresent()) {
            throw new MeshException(
                    ProblemSlug.MALFORMED_ENVELOPE,
                    "the slip's current hop is %s, this is the queue of %s"
                            .formatted(envelope.slip().current().orElseThrow().operation(), operation));
        }
    }

    private RunningTask<I> task(Envelope envelope, Step step) {
        Optional<ChunkWriter> chunks = envelope.streamSeq().flatMap(first -> envelope.replyTo()
                .map(to -> new ChunkWriter(
                        first,
                        chunk -> chunkSent(outgoing.chunk(envelope, to, chunk, step.trace())),
                        context.timer())));
        return new RunningTask<>(envelope, input(envelope), chunks);
    }

    private void work(RunningTask<I> task, WorkItem item, Step step) throws Exception {
        Envelope envelope = task.envelope();
        Optional<String> correlation = envelope.replyTo().map(ReplyAddress::correlationId);
        correlation.ifPresent(id -> context.cancellations().watch(id, () -> task.stop(RunningTask.Stop.CANCELLED)));
        Optional<ScheduledFuture<?>> alarm = envelope.deadline().map(deadline -> context.timer()
                .schedule(
                        () -> task.stop(RunningTask.Stop.DEADLINE),
                        Duration.between(context.settings().clock().instant(), deadline.plus(CLOCK_SKEW))
                                .toMillis(),
                        TimeUnit.MILLISECONDS));
        CompletionStage<O> stage;
        try {
            stage = step.context().wrap(() -> worker.handle(task)).call();
        } catch (Exception e) {
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((output, failure) -> {
            alarm.ifPresent(timed -> timed.cancel(false));
            correlation.ifPresent(context.cancellations()::forget);
            end(item, envelope, task, step, output, failure);
        });
    }

    private void end(WorkItem item, Envelope envelope, RunningTask<I> task, Step step, O output, Throwable failure) {
        Throwable reason = task == null
                ? failure
                : stopped(task).map(Throwable.class::cast).orElse(failure);
        CompletionStage<Void> safe;
        try {
            safe = reason == null
                    ? succeed(envelope, task, step, output)
                    : fail(item, envelope, Optional.ofNullable(task), step, reason);
        } catch (RuntimeException e) {
            safe = CompletableFuture.failedFuture(e);
        }
        String outcome = reason == null
                ? "ok"
                : context.settings().failures().translate(reason).slug().slug();
        step.end(reason == null ? null : context.settings().failures().translate(reason));
        safe.whenComplete((done, unsafe) -> {
            Step settle =
                    context.settings().telemetry().settle(step, item.record().topic(), operation);
            if (unsafe == null) {
                context.settings().telemetry().metrics().request(operation.toString(), envelope.tenant(), outcome);
                finished(envelope, WorkItem.Settlement.DONE);
            } else {
                LOG.warnf(
                        "a result of %s was not taken by the broker: the request is handed out again: %s",
                        operation, unsafe);
                finished(envelope, WorkItem.Settlement.RELEASED);
            }
            settle.end();
        });
    }

    private CompletionStage<Void> succeed(Envelope envelope, RunningTask<I> task, Step step, O output) {
        byte[] body = output instanceof byte[] raw ? raw : Json.write(output);
        Optional<Long> seq = task.endStream();
        if (envelope.slip().hops().size() > 1) {
            return outgoing.forward(envelope, envelope.slip().rest(), worker.outputSchema(), body, seq, step.trace());
        }
        return address(envelope)
                .map(to -> outgoing.reply(envelope, to, worker.outputSchema(), body, seq, step.trace()))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private CompletionStage<Void> fail(
            WorkItem item, Envelope envelope, Optional<RunningTask<I>> task, Step step, Throwable reason) {
        MeshException failure = context.settings().failures().translate(reason);
        Kind kind = context.settings().failures().classify(reason);
        if (kind == Kind.FATAL) {
            broken = true;
            source.pause();
            LOG.errorf(reason, "%s is broken and takes no more records", operation);
            return CompletableFuture.failedFuture(reason);
        }
        boolean started = task.flatMap(RunningTask::endStream)
                .filter(seq -> seq > envelope.streamSeq().orElse(0L))
                .isPresent();
        if (kind == Kind.TRANSIENT && !started && item.deliveries() < LAST_DELIVERY) {
            Optional<Duration> delay = nextDelay(envelope);
            if (delay.isPresent()) {
                return outgoing.retry(envelope, item.record().partition(), delay.get());
            }
        }
        if (failure.slug() == ProblemSlug.INTERNAL) {
            LOG.errorf(reason, "%s failed", operation);
        }
        Optional<Long> seq = task.map(RunningTask::endStream).orElse(envelope.streamSeq());
        Optional<CompletionStage<Void>> answered =
                address(envelope).map(to -> outgoing.error(envelope, to, failure, seq, step.trace()));
        if (answered.isPresent() && kind == Kind.TERMINAL) {
            return answered.get();
        }
        CompletionStage<Void> buried =
                outgoing.deadLetter(item.record(), failure.slug().slug(), reason);
        return both(buried, answered.orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    private Optional<Duration> nextDelay(Envelope envelope) {
        List<Duration> delays = workerSettings.retryDelays();
        if (envelope.attempt() >= delays.size()) {
            return Optional.empty();
        }
        Duration delay = delays.get(envelope.attempt());
        boolean late = envelope.deadline()
                .filter(deadline ->
                        context.settings().clock().instant().plus(delay).isAfter(deadline))
                .isPresent();
        return late ? Optional.empty() : Optional.of(delay);
    }

    private void refuse(WorkItem item, MeshException failure, Optional<ReplyAddress> replyTo) {
        CompletionStage<Void> buried =
                outgoing.deadLetter(item.record(), failure.slug().slug(), failure);
        CompletionStage<Void> answered = replyTo.map(to -> outgoing.malformed(to, failure))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        both(buried, answered)
                .whenComplete((done, unsafe) ->
                        settle(item, unsafe == null ? WorkItem.Settlement.DONE : WorkItem.Settlement.RELEASED));
    }

    private void finished(Envelope envelope, WorkItem.Settlement settlement) {
        String id = identity(envelope);
        if (settlement == WorkItem.Settlement.DONE) {
            recent.add(id);
        }
        List<WorkItem> items = inFlight.remove(id);
        if (items != null) {
            List.copyOf(items).forEach(item -> settle(item, settlement));
        }
    }

    private void settle(WorkItem item, WorkItem.Settlement settlement) {
        item.settle(settlement);
        count.decrementAndGet();
    }

    private static Optional<MeshException> stopped(RunningTask<?> task) {
        return task.stop().map(stop -> switch (stop) {
            case CANCELLED -> new MeshException(ProblemSlug.CANCELLED, "cancelled by the requester");
            case DEADLINE -> new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "the deadline passed during the work");
        });
    }

    private static CompletionStage<Void> both(CompletionStage<Void> one, CompletionStage<Void> other) {
        return CompletableFuture.allOf(one.toCompletableFuture(), other.toCompletableFuture());
    }

    private static Optional<ReplyAddress> address(Envelope envelope) {
        return envelope.replyTo().filter(to -> !to.topic().isEmpty());
    }

    @SuppressWarnings("unchecked")
    private I input(Envelope envelope) {
        if (worker.input() == byte[].class) {
            return (I) envelope.body();
        }
        return Json.read(envelope.body(), worker.input());
    }

    private void chunkSent(CompletionStage<Void> sent) {
        sent.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warnf("a chunk of %s was not taken by the broker: %s", operation, failure.getMessage());
            }
        });
    }

    /** A retried record has another attempt number, and so another identity. */
    private static String identity(Envelope envelope) {
        return envelope.source() + ' ' + envelope.id() + ' ' + envelope.attempt();
    }

    private String group() {
        return context.settings().topic(operation.toString());
    }
}
