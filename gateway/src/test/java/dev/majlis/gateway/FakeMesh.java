package dev.majlis.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshEvents;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.client.MeshClient;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.client.Scattered;
import dev.majlis.mesh.client.StreamItem;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.ReplyAddress;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.BatchWorker;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** A mesh in memory: answers what the test says, and remembers what was asked and cancelled. */
@Alternative
@jakarta.annotation.Priority(1)
@Singleton
public class FakeMesh implements Mesh, MeshClient {
    public final List<Call> calls = new CopyOnWriteArrayList<>();
    public final List<Call> sent = new CopyOnWriteArrayList<>();
    public final List<String> cancelled = new CopyOnWriteArrayList<>();
    private final Map<String, List<Chunk>> log = new ConcurrentHashMap<>();
    private volatile Function<Call, CompletableFuture<byte[]>> answer = call -> failed(ProblemSlug.INTERNAL);
    private volatile List<Chunk> chunks = List.of();
    private volatile boolean endless;

    public void reset() {
        calls.clear();
        sent.clear();
        cancelled.clear();
        endless = false;
        chunks = List.of();
    }

    public void answers(String json) {
        answer = call -> CompletableFuture.completedFuture(json.getBytes(UTF_8));
    }

    public void answers(Function<Call, CompletableFuture<byte[]>> function) {
        answer = function;
    }

    /** Chunks of the next streams; the last one with a reply ends them. */
    public void streams(List<Chunk> items) {
        chunks = List.copyOf(items);
    }

    /** Streams never end after their chunks. */
    public void streamsWithoutEnd(List<Chunk> items) {
        streams(items);
        endless = true;
    }

    public static CompletableFuture<byte[]> failed(ProblemSlug slug) {
        return CompletableFuture.failedFuture(new MeshException(slug, slug.title()));
    }

    public static Chunk text(long seq, String delta) {
        return new Chunk(seq, 0, delta, 1, null, null, null, null, null);
    }

    public static Chunk end(long seq, String reply) {
        return new Chunk(seq, 0, "", 0, null, null, null, null, Json.read(reply.getBytes(UTF_8), JsonNode.class));
    }

    @Override
    public CompletionStage<Reply> call(Call call) {
        calls.add(call);
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        var unused = reply.whenComplete((done, failure) -> {
            if (reply.isCancelled()) {
                cancelled.add(call.correlationId().orElseThrow());
            }
        });
        var unusedToo = answer.apply(call).whenComplete((body, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(failure);
            } else {
                reply.complete(new Reply(envelope(call.correlationId().orElseThrow(), body), body));
            }
        });
        return reply;
    }

    @Override
    public Flow.Publisher<StreamItem> stream(Call call) {
        calls.add(call);
        String id = call.correlationId().orElseThrow();
        log.put(id, chunks);
        return publisher(id, 0);
    }

    @Override
    public Flow.Publisher<StreamItem> resume(String correlationId, long fromSeq) {
        return publisher(correlationId, fromSeq);
    }

    @Override
    public CompletionStage<Scattered> scatter(List<Call> ignored, Instant deadline) {
        return CompletableFuture.failedFuture(new MeshException(ProblemSlug.INTERNAL, "not used"));
    }

    @Override
    public CompletionStage<String> send(Call call, String replyTopic) {
        sent.add(call);
        return CompletableFuture.completedFuture(call.correlationId().orElseThrow());
    }

    @Override
    public void cancel(String correlationId) {
        cancelled.add(correlationId);
    }

    @Override
    public MeshClient client() {
        return this;
    }

    @Override
    public <I, O> RunningWorker start(Worker<I, O> worker, WorkerSettings settings) {
        return new Idle();
    }

    @Override
    public <I, O> RunningWorker start(BatchWorker<I, O> worker, WorkerSettings settings) {
        return new Idle();
    }

    @Override
    public void require(Collection<Operation> operations) {}

    @Override
    public MeshEvents events() {
        return (topic, kind, key, tenant, fact) -> CompletableFuture.completedFuture(null);
    }

    @Override
    public List<String> unready() {
        return List.of();
    }

    @Override
    public void close() {}

    private Flow.Publisher<StreamItem> publisher(String id, long fromSeq) {
        List<Chunk> items = new ArrayList<>(log.getOrDefault(id, List.of()));
        boolean open = endless;
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int next;
            private boolean over;

            @Override
            public synchronized void request(long count) {
                for (long i = 0; i < count && next < items.size() && !over; i++) {
                    Chunk chunk = items.get(next++);
                    if (chunk.seq() < fromSeq) {
                        continue;
                    }
                    if (chunk.reply() == null) {
                        subscriber.onNext(new StreamItem.Delta(id, chunk));
                    } else {
                        byte[] body = Json.write(chunk.reply());
                        subscriber.onNext(new StreamItem.End(id, chunk, new Reply(envelope(id, body), body)));
                    }
                }
                if (next == items.size() && !over && !open) {
                    over = true;
                    subscriber.onComplete();
                }
            }

            @Override
            public synchronized void cancel() {
                if (!over) {
                    over = true;
                    cancelled.add(id);
                }
            }
        });
    }

    private static Envelope envelope(String correlationId, byte[] body) {
        return new Envelope(
                "id",
                "/majlis/fake/0",
                "majlis.fake.fake.replied.v1",
                Instant.EPOCH,
                Optional.empty(),
                "application/json",
                "urn:majlis:schema:fake:1",
                "default",
                Optional.empty(),
                Optional.of(new ReplyAddress(correlationId, "", 0)),
                Optional.empty(),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.EMPTY,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                body);
    }

    private static final class Idle implements RunningWorker {
        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
