package dev.majlis.mesh.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.client.Scattered.Outcome;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.telemetry.Telemetry;
import dev.majlis.testkit.KafkaBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client on a real broker, against a worker that misbehaves as told (platform §2.3, §2.4, V8). */
class KafkaMeshClientIT {
    private static final Operation WORK = new Operation("scripted", "work");
    private static final String CANCELS = "majlis.control.cancel.v1";

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static Admin admin;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Queue<Envelope> cancels = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaMeshClient client;
    private String prefix;
    private static final AtomicInteger MESHES = new AtomicInteger();

    @BeforeAll
    static void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
        broker = KafkaBroker.start(folder.resolve("kafka"), 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        prefix = "mesh" + MESHES.incrementAndGet() + ".";
        admin.createTopics(List.of(
                        new NewTopic(prefix + WORK.requestsTopic(), 3, (short) 1),
                        new NewTopic(prefix + "caller.replies.v1", 4, (short) 1),
                        new NewTopic(prefix + CANCELS.substring("majlis.".length()), 1, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        client = newClient();
        worker(CANCELS.substring("majlis.".length()), (self, cancel) -> cancels.add(cancel));
        client.whenReady().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void disconnect() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        client.close();
        producer.close();
    }

    @Test
    void answersACall() throws Exception {
        onRequest((worker, request) -> worker.answer(request, Map.of("echo", new String(request.body(), UTF_8))));

        Reply reply = get(client.call(call(Map.of("q", 1), Duration.ofSeconds(20))));

        assertThat(reply.json().get("echo").asText()).isEqualTo("{\"q\":1}");
        await().untilAsserted(() -> {
            assertThat(client.pending()).isZero();
            assertThat(registry.get("majlis.requests")
                            .tag("outcome", "ok")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void failsWithTheProblemThatTheWorkerSent() {
        MeshException told =
                new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "candidates: none").withCode("EMPTY_BATCH");
        onRequest((worker, request) -> worker.fail(request, "unprocessable-input", Problem.of(told, null, null)));

        assertThatThrownBy(() -> get(client.call(call("x", Duration.ofSeconds(20)))))
                .isInstanceOfSatisfying(ExecutionException.class, e -> {
                    MeshException failure = (MeshException) e.getCause();
                    assertThat(failure.slug()).isEqualTo(ProblemSlug.UNPROCESSABLE_INPUT);
                    assertThat(failure.code()).contains("EMPTY_BATCH");
                    assertThat(failure).hasMessage("candidates: none");
                });
    }

    @Test
    void expiresAndTellsTheWorkersToStop() {
        assertThatThrownBy(() -> get(client.call(call("x", Duration.ofMillis(300)))))
                .isInstanceOfSatisfying(ExecutionException.class, e -> assertThat(((MeshException) e.getCause()).slug())
                        .isEqualTo(ProblemSlug.DEADLINE_EXCEEDED));

        await().untilAsserted(() -> assertThat(cancels).hasSize(1));
        assertThat(new String(cancels.element().body(), UTF_8)).contains("deadline-exceeded");
        assertThat(client.pending()).isZero();
    }

    @Test
    void refusesADeadlineThatHasPassedWithoutSending() {
        assertThat(client.call(call("x", Duration.ofMillis(-1))).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(cancels).isEmpty();
    }

    @Test
    void publishesACancelRecordWhenTheCallerGivesUp() {
        CompletableFuture<Reply> answer =
                client.call(call("x", Duration.ofSeconds(60))).toCompletableFuture();

        answer.cancel(false);

        await().untilAsserted(() -> assertThat(cancels).hasSize(1));
        await().untilAsserted(() -> assertThat(client.pending()).isZero());
    }

    @Test
    void deliversOneOfTwoAnswersAndCountsTheOrphan() throws Exception {
        onRequest((worker, request) -> {
            worker.answer(request, "first");
            worker.answer(request, "second");
        });

        Reply reply = get(client.call(call("x", Duration.ofSeconds(20))));

        assertThat(reply.json().asText()).isEqualTo("first");
        await().untilAsserted(() -> assertThat(
                        registry.get("majlis.replies.orphaned").counter().count())
                .isEqualTo(1));
    }

    @Test
    void keepsWhatAnsweredInTimeOfAScatter() throws Exception {
        onRequest((worker, request) -> {
            String body = new String(request.body(), UTF_8);
            if (body.contains("good")) {
                worker.answer(request, body);
            } else if (body.contains("bad")) {
                worker.fail(request, "model-failed", Map.of());
            }
        });
        List<Call> calls = List.of(
                call("good 1", Duration.ofSeconds(60)),
                call("bad", Duration.ofSeconds(60)),
                call("silent", Duration.ofSeconds(60)),
                call("good 2", Duration.ofSeconds(60)));

        Scattered scattered = get(client.scatter(calls, Instant.now().plusSeconds(2)));

        assertThat(scattered.degraded()).isTrue();
        assertThat(scattered.outcomes())
                .extracting(outcome -> outcome instanceof Outcome.Missing missing
                        ? missing.reason().slug().slug()
                        : "answered")
                .containsExactly("answered", "model-failed", "deadline-exceeded", "answered");
        await().untilAsserted(() -> assertThat(cancels).hasSize(1));
    }

    @Test
    void carriesLargeBodiesByReferenceBothWays() throws Exception {
        onRequest((worker, request) -> {
            assertThat(request.contentType()).isEqualTo("application/vnd.majlis.claim-check+json");
            worker.reply(request, Optional.empty(), false, Optional.empty(), request.contentType(), request.body());
        });
        String large = "مجلس".repeat(300_000);

        Reply reply = get(client.call(call(large, Duration.ofSeconds(30))));

        assertThat(reply.json().asText()).isEqualTo(large);
    }

    @Test
    void streamsInOrderInSpiteOfDuplicatesAndReordering() throws Exception {
        onRequest((worker, request) -> {
            for (long seq : new long[] {0, 2, 1, 1, 4, 3, 0}) {
                worker.chunk(request, seq, Long.toString(seq));
            }
            worker.end(request, 5, Map.of("text", "01234"));
            worker.chunk(request, 6, "late");
        });

        Collected collected = collect(client.stream(call("x", Duration.ofSeconds(20))));

        assertThat(collected.done().get(20, TimeUnit.SECONDS)).isEqualTo("01234");
        assertThat(collected.end().json().get("text").asText()).isEqualTo("01234");
    }

    @Test
    void takesAWholeAnswerForAStreamOfOneRecord() throws Exception {
        onRequest((worker, request) -> worker.answer(request, Map.of("text", "whole")));

        Collected collected = collect(client.stream(call("x", Duration.ofSeconds(20))));

        assertThat(collected.done().get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(collected.end().json().get("text").asText()).isEqualTo("whole");
    }

    @Test
    void cancelsTheWorkWhenTheReaderOfAStreamLeaves() throws Exception {
        onRequest((worker, request) -> worker.chunk(request, 0, "a"));
        CompletableFuture<Flow.Subscription> first = new CompletableFuture<>();
        client.stream(call("x", Duration.ofSeconds(60))).subscribe(new Collected() {
            @Override
            public void onNext(StreamItem item) {
                first.complete(subscription());
            }
        });

        first.get(20, TimeUnit.SECONDS).cancel();

        await().untilAsserted(() -> assertThat(cancels).hasSize(1));
        await().untilAsserted(() -> assertThat(client.pending()).isZero());
    }

    @Test
    void cancelsTheWorkForAReaderThatIsTooSlow() {
        onRequest((worker, request) -> {
            for (long seq = 0; seq < 300; seq++) {
                worker.chunk(request, seq, "x");
            }
        });
        Collected lazy = new Collected() {
            @Override
            public void onSubscribe(Flow.Subscription newSubscription) {
                lazySubscription = newSubscription;
            }
        };

        client.stream(call("x", Duration.ofSeconds(60))).subscribe(lazy);

        await().untilAsserted(() -> assertThat(cancels).hasSize(1));
        lazy.lazySubscription.request(1_000);
        assertThat(lazy.done()).isCompletedExceptionally();
    }

    /** V8: 200 streams of 100 chunks at once, with duplicates and reordering in all and a gap in one. */
    @Test
    void delivers200StreamsAtOnceAndFailsTheOneWithAGapInTime() throws Exception {
        onRequest((worker, request) -> {
            int stream = Integer.parseInt(new String(request.body(), UTF_8));
            List<Long> order = shuffled(stream);
            for (long seq : order) {
                if (stream == 77 && seq == 50) {
                    continue;
                }
                worker.chunk(request, seq, word(stream, seq));
                if (seq % 10 == stream % 10) {
                    worker.chunk(request, seq, word(stream, seq));
                }
            }
            worker.end(request, 100, Map.of("stream", stream));
        });
        List<Collected> readers = new ArrayList<>();

        for (int stream = 0; stream < 200; stream++) {
            readers.add(collect(client.stream(call(stream, Duration.ofMinutes(2)))));
        }

        for (int stream = 0; stream < 200; stream++) {
            CompletableFuture<String> text = readers.get(stream).done();
            if (stream == 77) {
                assertThatThrownBy(() -> text.get(120, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(MeshException.class)
                        .hasMessageContaining("record 50 of the stream is missing");
            } else {
                assertThat(text.get(120, TimeUnit.SECONDS)).isEqualTo(reference(stream));
            }
        }
        assertThat(readers.get(77).failedAt().minus(readers.get(77).lastItemAt()))
                .isLessThan(Duration.ofMillis(5_500));
        assertThat(registry.get("majlis.stream.gaps").counter().count()).isEqualTo(1);
    }

    @Test
    void aResumedStreamEqualsTheUninterruptedOneFromEveryPoint() throws Exception {
        onRequest((worker, request) -> {
            for (long seq : shuffled(5)) {
                worker.chunk(request, seq, word(5, seq));
            }
            worker.end(request, 100, Map.of("text", reference(5)));
        });
        String correlationId = UuidCreator.getTimeOrderedEpoch().toString();
        Collected whole = collect(client.stream(withId(call(5, Duration.ofSeconds(30)), correlationId)));
        assertThat(whole.done().get(30, TimeUnit.SECONDS)).isEqualTo(reference(5));

        for (int from : new int[] {0, 1, 50, 99, 100}) {
            Collected resumed = collect(client.resume(correlationId, from));
            assertThat(resumed.done().get(30, TimeUnit.SECONDS)).isEqualTo(rest(5, from));
            assertThat(resumed.end().json()).isEqualTo(whole.end().json());
        }
    }

    @Test
    void resumesAStreamThatIsStillGoingOn() throws Exception {
        CompletableFuture<Envelope> taken = new CompletableFuture<>();
        ScriptedWorker worker = onRequest((self, request) -> {
            self.chunk(request, 0, "a");
            self.chunk(request, 1, "b");
            taken.complete(request);
        });
        String correlationId = UuidCreator.getTimeOrderedEpoch().toString();
        Collected first = collect(client.stream(withId(call("x", Duration.ofSeconds(30)), correlationId)));
        Envelope request = taken.get(20, TimeUnit.SECONDS);

        Collected resumed = collect(client.resume(correlationId, 1));
        await().untilAsserted(() -> assertThat(resumed.text()).isEqualTo("b"));
        worker.chunk(request, 2, "c");
        worker.end(request, 3, Map.of());

        assertThat(resumed.done().get(20, TimeUnit.SECONDS)).isEqualTo("bc");
        assertThat(first.done().get(20, TimeUnit.SECONDS)).isEqualTo("abc");
    }

    @Test
    void refusesToResumeWhatNeverWas() {
        Collected none = collect(client.resume("no-uuid", 0));
        assertThatThrownBy(() -> none.done().get(5, TimeUnit.SECONDS)).hasMessageContaining("expected a UUIDv7");
    }

    @Test
    void anInstanceStartedAgainIgnoresAnswersToItsFormerLife() throws Exception {
        CompletableFuture<Envelope> old = new CompletableFuture<>();
        ScriptedWorker worker = onRequest((self, request) -> {
            if (!old.complete(request)) {
                self.answer(request, "new");
            }
        });
        CompletableFuture<Reply> lost =
                client.call(call("old", Duration.ofSeconds(60))).toCompletableFuture();
        Envelope oldRequest = old.get(20, TimeUnit.SECONDS);
        client.close();
        assertThatThrownBy(() -> lost.get(5, TimeUnit.SECONDS)).hasMessageContaining("shutting down");

        client = newClient();
        CompletableFuture<Reply> early =
                client.call(call("new", Duration.ofSeconds(30))).toCompletableFuture();
        client.whenReady().toCompletableFuture().get(30, TimeUnit.SECONDS);
        worker.answer(oldRequest, "old");

        assertThat(early.get(20, TimeUnit.SECONDS).json().asText()).isEqualTo("new");
        await().untilAsserted(() -> assertThat(
                        registry.get("majlis.replies.orphaned").counter().count())
                .isEqualTo(1));
    }

    @Test
    void sendsAJobWhoseAnswerGoesElsewhere() throws Exception {
        CompletableFuture<Envelope> taken = new CompletableFuture<>();
        onRequest((worker, request) -> taken.complete(request));

        String correlationId = get(client.send(call("job", Duration.ofSeconds(30)), "jobs.replies.v1"));

        Envelope request = taken.get(20, TimeUnit.SECONDS);
        assertThat(request.replyTo().orElseThrow().correlationId()).isEqualTo(correlationId);
        assertThat(request.replyTo().orElseThrow().topic()).isEqualTo(prefix + "jobs.replies.v1");
        assertThat(client.pending()).isZero();
    }

    private KafkaMeshClient newClient() {
        return new KafkaMeshClient(
                ClientSettings.of("caller", "0", prefix, 2, Map.of("bootstrap.servers", broker.bootstrapServers())),
                producer,
                Optional.of(new DirectoryBlobStore(folder.resolve("blobs"))),
                new Telemetry(OpenTelemetry.noop(), registry, "caller"),
                Clock.systemUTC(),
                () -> UuidCreator.getTimeOrderedEpoch().toString());
    }

    private ScriptedWorker onRequest(BiConsumer<ScriptedWorker, Envelope> script) {
        return worker(WORK.requestsTopic(), script);
    }

    private ScriptedWorker worker(String topic, BiConsumer<ScriptedWorker, Envelope> script) {
        ScriptedWorker worker = new ScriptedWorker(broker.bootstrapServers(), prefix + topic, script);
        opened.add(worker);
        return worker;
    }

    private static Call call(Object body, Duration timeout) {
        return Call.of(Hop.to(WORK), body, "any", Instant.now().plus(timeout));
    }

    private static Call withId(Call call, String correlationId) {
        return new Call(
                call.slip(),
                call.body(),
                call.schema(),
                call.tenant(),
                call.key(),
                call.subject(),
                call.deadline(),
                call.priority(),
                call.idempotencyKey(),
                Optional.of(correlationId));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static List<Long> shuffled(int stream) {
        List<Long> order = new ArrayList<>();
        for (long seq = 0; seq < 100; seq++) {
            order.add((int) Math.max(0, order.size() - (seq * 31 + stream) % 7), seq);
        }
        return order;
    }

    private static String word(int stream, long seq) {
        return "w%d.%d ".formatted(stream, seq);
    }

    private static String reference(int stream) {
        return rest(stream, 0);
    }

    private static String rest(int stream, int from) {
        StringBuilder text = new StringBuilder();
        for (long seq = from; seq < 100; seq++) {
            text.append(word(stream, seq));
        }
        return text.toString();
    }

    private static Collected collect(Flow.Publisher<StreamItem> stream) {
        Collected collected = new Collected();
        stream.subscribe(collected);
        return collected;
    }

    /** Reads a stream as fast as it comes. */
    private static class Collected implements Flow.Subscriber<StreamItem> {
        private final Queue<String> deltas = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<String> done = new CompletableFuture<>();
        private Flow.Subscription subscription;
        Flow.Subscription lazySubscription;
        private volatile long lastItem;
        private volatile long failed;
        private volatile Reply end;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            this.subscription = newSubscription;
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(StreamItem item) {
            lastItem = System.nanoTime();
            if (item instanceof StreamItem.Delta delta) {
                deltas.add(delta.chunk().delta());
            } else if (item instanceof StreamItem.End last) {
                end = last.reply();
            }
        }

        @Override
        public void onError(Throwable failure) {
            failed = System.nanoTime();
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(text());
        }

        Flow.Subscription subscription() {
            return subscription;
        }

        String text() {
            return String.join("", deltas);
        }

        CompletableFuture<String> done() {
            return done;
        }

        Reply end() {
            return end;
        }

        Duration lastItemAt() {
            return Duration.ofNanos(lastItem);
        }

        Duration failedAt() {
            return Duration.ofNanos(failed);
        }
    }
}
