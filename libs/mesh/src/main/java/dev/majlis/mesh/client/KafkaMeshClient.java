package dev.majlis.mesh.client;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.blob.BlobStore;
import dev.majlis.mesh.blob.ClaimCheck;
import dev.majlis.mesh.client.PendingReply.Next;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.MalformedEnvelopeException;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.stream.BoundedSubscription;
import dev.majlis.mesh.telemetry.Step;
import dev.majlis.mesh.telemetry.Telemetry;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * {@link MeshClient} over a shared producer and one reply partition of this instance (platform §2.3). A call goes through {@code
 * SENT → (CHUNK)* → DONE | FAILED | EXPIRED | CANCELLED}; whoever takes it out of the table ends it, so that it ends once.
 */
public final class KafkaMeshClient implements MeshClient, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KafkaMeshClient.class);

    /** Label of metrics about replies, which belong to no operation of ours. */
    private static final Operation REPLIES = new Operation("mesh", "replies");

    private final ClientSettings settings;
    private final Clock clock;
    private final Telemetry telemetry;
    private final ClaimCheck claims;
    private final CallEnvelopes envelopes;
    private final ExecutorService io;
    private final Outbox outbox;
    private final Deadlines deadlines;
    private final PendingTable pending;
    private final ReplyRouter router;
    private final ReplyLog replyLog;

    /**
     * @param producer shared with the workers; not closed here
     * @param blobs for bodies above 900 KiB
     * @param ids new UUIDv7 strings
     */
    public KafkaMeshClient(
            ClientSettings settings,
            Producer<byte[], byte[]> producer,
            Optional<BlobStore> blobs,
            Telemetry telemetry,
            Clock clock,
            Supplier<String> ids) {
        this.settings = requireNonNull(settings, "settings is null");
        this.telemetry = requireNonNull(telemetry, "telemetry is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.claims = new ClaimCheck(blobs);
        this.envelopes = new CallEnvelopes(settings, clock, ids);
        this.io = newIo(settings.service());
        this.outbox = new Outbox(producer, io);
        this.deadlines = new Deadlines("mesh-deadlines-" + settings.service());
        this.pending = new PendingTable(settings.maxPending());
        this.router = new ReplyRouter(
                new KafkaConsumer<>(
                        ReplyRouter.settings(settings.kafka()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                new TopicPartition(settings.replyTopic(), settings.replyPartition()),
                this::received);
        this.replyLog = new ReplyLog(settings, claims, clock);
    }

    /** Whether answers can be received. */
    public boolean ready() {
        return router.ready().isDone();
    }

    /** Completes when answers can be received. */
    public CompletionStage<Void> whenReady() {
        return router.ready().minimalCompletionStage();
    }

    /** Calls and streams without an answer yet. */
    public int pending() {
        return pending.size();
    }

    @Override
    public CompletionStage<Reply> call(Call call) {
        String correlationId = call.correlationId().orElseGet(envelopes::newId);
        PendingCall waiting = new PendingCall(correlationId);
        start(call, waiting, Optional.empty(), Context.current());
        CompletableFuture<Reply> unused = waiting.answer().whenComplete((reply, failure) -> {
            if (waiting.answer().isCancelled()) {
                abandon(waiting, "cancelled");
            }
            String outcome = failure == null ? "ok" : outcome(failure);
            telemetry.metrics().request(CallEnvelopes.operation(call).toString(), call.tenant(), outcome);
        });
        return waiting.answer();
    }

    @Override
    public Flow.Publisher<StreamItem> stream(Call call) {
        Context caller = Context.current();
        return subscriber -> {
            String correlationId = call.correlationId().orElseGet(envelopes::newId);
            PendingStream[] waiting = new PendingStream[1];
            BoundedSubscription<StreamItem> reader =
                    new BoundedSubscription<>(subscriber, () -> abandon(waiting[0], "cancelled"));
            waiting[0] =
                    new PendingStream(correlationId, 0, reader, missing -> failLater(waiting[0], missing), counts -> {
                        if (counts.duplicates() + counts.afterEnd() > 0) {
                            LOG.debugf(
                                    "stream had %d duplicates, %d late records",
                                    counts.duplicates(), counts.afterEnd());
                        }
                    });
            subscriber.onSubscribe(reader);
            if (!reader.over()) {
                start(call, waiting[0], Optional.of(0L), caller);
            }
        };
    }

    @Override
    public Flow.Publisher<StreamItem> resume(String correlationId, long fromSeq) {
        return replyLog.resume(correlationId, fromSeq);
    }

    @Override
    public CompletionStage<Scattered> scatter(List<Call> calls, Instant deadline) {
        List<CompletableFuture<Scattered.Outcome>> outcomes = calls.stream()
                .map(call -> call(withDeadline(call, deadline))
                        .<Scattered.Outcome>thenApply(Scattered.Outcome.Answered::new)
                        .exceptionally(failure -> new Scattered.Outcome.Missing(meshFailure(failure)))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(all -> new Scattered(
                        outcomes.stream().map(CompletableFuture::join).toList()));
    }

    @Override
    public CompletionStage<String> send(Call call, String replyTopic) {
        String correlationId = call.correlationId().orElseGet(envelopes::newId);
        ReplyAddress address = new ReplyAddress(correlationId, settings.topicPrefix() + replyTopic, -1);
        return post(call, address, Optional.empty(), Context.current()).thenApply(sent -> correlationId);
    }

    @Override
    public void cancel(String correlationId) {
        pending.get(correlationId)
                .ifPresentOrElse(
                        waiting -> {
                            if (abandon(waiting, "cancelled")) {
                                waiting.fail(new MeshException(ProblemSlug.CANCELLED, "cancelled"));
                            }
                        },
                        () -> publishCancel(correlationId, "cancelled"));
    }

    /** Ends what is pending with {@code overloaded}; the producer is left open. */
    @Override
    public void close() {
        router.close();
        deadlines.close();
        replyLog.close();
        io.shutdown();
        pending.drain()
                .forEach(waiting -> waiting.fail(new MeshException(
                        ProblemSlug.OVERLOADED, "this instance is shutting down; the answer may be asked for again")));
    }

    private void start(Call call, PendingReply waiting, Optional<Long> streamFrom, Context caller) {
        Duration left = Duration.between(clock.instant(), call.deadline());
        if (left.isNegative() || left.isZero()) {
            waiting.fail(new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "the deadline had passed before sending"));
            return;
        }
        Optional<MeshException> refused = pending.add(waiting);
        if (refused.isPresent()) {
            waiting.fail(refused.get());
            return;
        }
        pending.expires(waiting, deadlines.after(left, () -> expire(waiting, call)));
        ReplyAddress address =
                new ReplyAddress(waiting.correlationId(), settings.replyTopic(), settings.replyPartition());
        CompletableFuture<Void> ready = router.ready();
        CompletionStage<Void> sent = ready.isDone()
                ? post(call, address, streamFrom, caller)
                : ready.thenComposeAsync(
                        now -> pending.contains(waiting)
                                ? post(call, address, streamFrom, caller)
                                : CompletableFuture.completedFuture(null),
                        io);
        sent.whenComplete((done, failure) -> {
            if (failure != null && pending.remove(waiting)) {
                waiting.fail(meshFailure(failure));
            }
        });
    }

    private CompletionStage<Void> post(Call call, ReplyAddress address, Optional<Long> streamFrom, Context caller) {
        String topic = settings.topicPrefix() + CallEnvelopes.operation(call).requestsTopic();
        String id = envelopes.newId();
        byte[] body = CallEnvelopes.body(call);
        Step step =
                telemetry.send(caller, topic, CallEnvelopes.operation(call), id, address.correlationId(), body.length);
        CompletionStage<Void> sent;
        try {
            Envelope request = envelopes.request(call, body, address, streamFrom, id, step.trace());
            sent = ClaimCheck.needed(request.body())
                    ? CompletableFuture.supplyAsync(() -> claims.pack(request), io)
                            .thenCompose(packed -> outbox.send(EnvelopeCodec.encode(packed, topic, null)))
                    : outbox.send(EnvelopeCodec.encode(request, topic, null));
        } catch (IllegalArgumentException e) {
            sent = CompletableFuture.failedFuture(new MeshException(ProblemSlug.PAYLOAD_TOO_LARGE, e.getMessage(), e));
        } catch (MeshException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.whenComplete((done, failure) -> step.end(failure == null ? null : meshFailure(failure)));
    }

    private void received(String correlationId, ConsumerRecord<byte[], byte[]> message) {
        Optional<PendingReply> waiting = pending.get(correlationId);
        if (waiting.isEmpty()) {
            telemetry.metrics().orphanedReply();
            return;
        }
        Envelope reply;
        try {
            reply = EnvelopeCodec.decode(message);
        } catch (MalformedEnvelopeException e) {
            telemetry.metrics().orphanedReply();
            LOG.warnf("reply at offset %d is no envelope: %s", message.offset(), e.getMessage());
            return;
        }
        if (reply.replayOf().isPresent()) {
            telemetry.metrics().orphanedReply();
        } else if (ClaimCheck.packed(reply)) {
            io.execute(() -> acceptPacked(waiting.get(), reply));
        } else if (reply.streamSeq().isPresent() && !reply.streamEnd()) {
            accept(waiting.get(), reply);
        } else {
            acceptLast(waiting.get(), reply, message);
        }
    }

    private void acceptPacked(PendingReply waiting, Envelope reply) {
        try {
            accept(waiting, claims.unpack(reply));
        } catch (MeshException e) {
            if (pending.remove(waiting)) {
                waiting.fail(e);
            }
        }
    }

    /** The answer has a span of its own; chunks are too many for that. */
    private void acceptLast(PendingReply waiting, Envelope reply, ConsumerRecord<byte[], byte[]> message) {
        Step step = telemetry.process(message.topic(), "", message.partition(), message.offset(), REPLIES, reply);
        accept(waiting, reply);
        step.end();
    }

    /** A call is answered by whoever takes it out of the table; a stream is its own guard. */
    private void accept(PendingReply waiting, Envelope reply) {
        Next next;
        try {
            next = waiting.accept(reply);
        } catch (MeshException e) {
            waiting.fail(e);
            next = Next.STOP;
        }
        if (next != Next.WAIT && pending.remove(waiting) && next == Next.STOP) {
            publishCancel(waiting.correlationId(), "reader-gone");
        }
    }

    /** The words name who was asked: it may be a service that does not run. */
    private void expire(PendingReply waiting, Call call) {
        if (abandon(waiting, "deadline-exceeded")) {
            String asked = call.slip().hops().stream()
                    .map(hop -> hop.operation().toString())
                    .collect(Collectors.joining(", "));
            waiting.fail(new MeshException(
                    ProblemSlug.DEADLINE_EXCEEDED, "no answer from %s within the deadline".formatted(asked)));
        }
    }

    private void failLater(PendingStream waiting, long missing) {
        Future<?> unused = deadlines.after(settings.streamGap(), () -> {
            if (waiting.failIfMissing(missing)) {
                telemetry.metrics().streamGap();
                abandon(waiting, "stream-gap");
            }
        });
    }

    /** Takes it out of the table and tells the workers to stop; false when it had ended already. */
    private boolean abandon(PendingReply waiting, String reason) {
        if (!pending.remove(waiting)) {
            return false;
        }
        publishCancel(waiting.correlationId(), reason);
        return true;
    }

    private void publishCancel(String correlationId, String reason) {
        outbox.send(EnvelopeCodec.encode(envelopes.cancel(correlationId, reason), settings.cancelTopic(), null))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        LOG.warnf("cancel record of %s could not be sent: %s", correlationId, failure.getMessage());
                    }
                });
    }

    private static Call withDeadline(Call call, Instant deadline) {
        return new Call(
                call.slip(),
                call.body(),
                call.schema(),
                call.tenant(),
                call.key(),
                call.subject(),
                deadline,
                call.priority(),
                call.idempotencyKey(),
                call.correlationId());
    }

    private static String outcome(Throwable failure) {
        return failure instanceof CancellationException
                ? ProblemSlug.CANCELLED.slug()
                : meshFailure(failure).slug().slug();
    }

    private static MeshException meshFailure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof MeshException mesh
                ? mesh
                : new MeshException(ProblemSlug.INTERNAL, "internal error", cause);
    }

    private static ExecutorService newIo(String service) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(10_000), run -> {
                    Thread thread = new Thread(run, "mesh-client-io-" + service);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
