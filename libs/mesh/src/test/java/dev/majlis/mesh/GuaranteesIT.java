package dev.majlis.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Envelope;
import dev.majlis.mesh.envelope.EnvelopeCodec;
import dev.majlis.mesh.envelope.Headers;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.work.BatchWorker;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker owes its requesters when records are poisoned, malformed or sent twice (platform §3). */
class GuaranteesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static KafkaBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder, 0);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void answersTheBatchMatesOfAPoisonRecord() throws Exception {
        var operation = new Operation("squares", "root");
        try (Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), operation.service()));
                Mesh asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "batch-asker"))) {
            mesh.start(new Root(operation), WorkerSettings.defaults().withBatch(16, Duration.ofMillis(100)));

            List<CompletableFuture<Reply>> answers = IntStream.range(0, 16)
                    .mapToObj(number -> asker.client()
                            .call(Call.of(Hop.to(operation), number == 5 ? -1 : number * number, "number", soon()))
                            .toCompletableFuture())
                    .toList();

            for (int number = 0; number < 16; number++) {
                CompletableFuture<Reply> answer = answers.get(number);
                if (number == 5) {
                    assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                            .hasCauseInstanceOf(MeshException.class)
                            .hasMessageContaining("-1 is negative");
                } else {
                    assertThat(answer.get(60, TimeUnit.SECONDS).as(Integer.class))
                            .isEqualTo(number);
                }
            }
        }
    }

    @Test
    void buriesAMalformedRecordWithItsReasonAndGoesOn() throws Exception {
        var operation = new Operation("strict", "echo");
        try (Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), operation.service()));
                Mesh asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "strict-asker"))) {
            mesh.start(Worker.of(operation, byte[].class, "echo", task -> task.input()), WorkerSettings.defaults());
            var message = EnvelopeCodec.encode(request(operation, "id-1"), queue(operation), 0);
            message.headers().remove(Headers.ID);

            producer.send(message).get(30, TimeUnit.SECONDS);

            ConsumerRecord<byte[], byte[]> letter = read("majlis." + operation.deadLetterTopic());
            assertThat(letter.value()).isEqualTo(message.value());
            assertThat(header(letter, Headers.DEAD_LETTER_REASON)).isEqualTo("malformed-envelope");
            assertThat(header(letter, Headers.DEAD_LETTER_CAUSE)).contains(Headers.ID);
            assertThat(header(letter, Headers.DEAD_LETTER_TOPIC)).isEqualTo(queue(operation));
            assertThat(header(letter, Headers.TENANT)).isEqualTo("default");
            Reply next = asker.client()
                    .call(Call.of(Hop.to(operation), "still here", "echo", soon()))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            assertThat(next.as(String.class)).isEqualTo("still here");
        }
    }

    @Test
    void doesNotComputeARedeliveredRecordTwice() throws Exception {
        var operation = new Operation("once", "count");
        var computed = new AtomicInteger();
        try (Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), operation.service()))) {
            var running = mesh.start(
                    Worker.of(operation, byte[].class, "echo", task -> {
                        computed.incrementAndGet();
                        return task.input();
                    }),
                    WorkerSettings.defaults());
            await().atMost(PATIENCE).until(running::ready);
            var message = EnvelopeCodec.encode(request(operation, "same"), queue(operation), 0);

            for (int copy = 0; copy < 5; copy++) {
                producer.send(new ProducerRecord<>(
                                message.topic(), 0, message.key(), message.value(), message.headers()))
                        .get(30, TimeUnit.SECONDS);
            }
            producer.send(EnvelopeCodec.encode(request(operation, "other"), queue(operation), 0))
                    .get(30, TimeUnit.SECONDS);

            await().atMost(PATIENCE).until(() -> computed.get() == 2 && running.inFlight() == 0);
            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> computed.get() == 2);
        }
    }

    private record Root(Operation operation) implements BatchWorker<Integer, Integer> {
        @Override
        public Class<Integer> input() {
            return Integer.class;
        }

        @Override
        public String outputSchema() {
            return "number";
        }

        @Override
        public List<Integer> handle(List<Task<Integer>> tasks) {
            return tasks.stream().map(task -> root(task.input())).toList();
        }

        private static int root(int square) {
            if (square < 0) {
                throw new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, square + " is negative");
            }
            return (int) Math.round(Math.sqrt(square));
        }
    }

    private static Envelope request(Operation operation, String id) {
        return new Envelope(
                id,
                "/majlis/test/0",
                operation.type("requested"),
                Instant.now(),
                Optional.empty(),
                "application/json",
                "urn:majlis:schema:echo:1",
                "default",
                Optional.of("key"),
                Optional.empty(),
                Optional.of(soon()),
                Optional.empty(),
                Priority.INTERACTIVE,
                0,
                RoutingSlip.of(Hop.to(operation)),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                "\"salaam\"".getBytes(UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> read(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", "reader", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            return await().pollInSameThread()
                    .atMost(PATIENCE)
                    .until(
                            () -> {
                                for (var record : consumer.poll(Duration.ofMillis(500))) {
                                    return record;
                                }
                                return null;
                            },
                            record -> record != null);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static String queue(Operation operation) {
        return "majlis." + operation.requestsTopic();
    }

    private static Instant soon() {
        return Instant.now().plus(PATIENCE);
    }
}
