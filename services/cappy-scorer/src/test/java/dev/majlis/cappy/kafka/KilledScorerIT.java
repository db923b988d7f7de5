package dev.majlis.cappy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.fake.RealModels;
import dev.majlis.cappy.fake.ScorerProcess;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.mesh.json.Json;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * cappy.md §8 row 14, small: requests of which 1 % are malformed, two scorer processes that are killed; results and dead letters
 * together are the requests, and no key has two values. In full: {@code ./bench/run scorer-kill}.
 */
class KilledScorerIT {
    private static final int REQUESTS = 1_000;
    private static final int MALFORMED = 10;
    private static final String QUEUE = "majlis.cappy-scorer.score.requests.v1";
    private static final String DEAD_LETTERS = "majlis.cappy-scorer.score.dlq.v1";
    private static final String RESULTS = "test.results.v1";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final Map<String, Set<String>> results = new HashMap<>();
    private final Set<String> buried = new HashSet<>();

    @Test
    void losesNoRequestAndGivesNoKeyTwoValuesWhenScorersAreKilled() throws Exception {
        Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        try (var broker = KafkaBroker.start(folder.resolve("broker"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Mesh asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "asker"))) {
            admin.createTopics(List.of(new NewTopic("majlis." + RESULTS, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            Map<String, String> settings = Map.of(
                    "majlis.mesh.bootstrap-servers", broker.bootstrapServers(),
                    "majlis.models.catalog", RealModels.catalog().toString(),
                    "majlis.cappy.models", "tiny",
                    "majlis.cappy.results.url", "jdbc:h2:tcp://localhost:%d/./results".formatted(database.getPort()));
            try (var one = ScorerProcess.start(folder, "one", settings);
                    var two = ScorerProcess.start(folder, "two", settings)) {
                one.awaitReady();
                two.awaitReady();
                Set<String> asked = ask(asker, broker);
                try (var reader = reader(broker);
                        var reborn = killOneAndThenTheOther(reader, one, two, settings)) {
                    read(reader, REQUESTS);

                    assertThat(answered()).isEqualTo(asked);
                    assertThat(results.keySet()).doesNotContainAnyElementsOf(buried);
                    assertThat(buried).hasSize(MALFORMED / 2);
                    assertThat(results.values())
                            .allSatisfy(values -> assertThat(values).hasSize(1));
                    assertThat(results.values().stream().filter(KilledScorerIT::refused))
                            .hasSize(MALFORMED / 2);
                    assertThatScoresAreThoseOverHttp(reborn);
                }
            }
        } finally {
            database.stop();
        }
    }

    private static boolean refused(Set<String> values) {
        return values.stream().anyMatch(value -> value.contains("BAD_JSON"));
    }

    private ScorerProcess killOneAndThenTheOther(
            KafkaConsumer<byte[], byte[]> reader, ScorerProcess one, ScorerProcess two, Map<String, String> settings) {
        read(reader, REQUESTS / 10);
        one.kill();
        ScorerProcess reborn = ScorerProcess.start(folder, "one", settings);
        read(reader, REQUESTS / 3);
        two.kill();
        reborn.awaitReady();
        return reborn;
    }

    private void assertThatScoresAreThoseOverHttp(ScorerProcess scorer) throws Exception {
        for (int number = 1; number < REQUESTS; number += 97) {
            JsonNode http = Json.mapper().readTree(scorer.post("/cappy/v1/score", body(number)));
            JsonNode kafka =
                    Json.mapper().readTree(results.get("r-" + number).iterator().next());
            for (int i = 0; i < 3; i++) {
                String score = "/items/" + i + "/score";
                assertThat(kafka.at(score).asDouble()).isCloseTo(http.at(score).asDouble(), within(1e-5));
            }
        }
    }

    /** Every hundredth is malformed: in turn no envelope at all, and an envelope around half a body. */
    private static Set<String> ask(Mesh asker, KafkaBroker broker) {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = 0; number < REQUESTS; number++) {
                String id = "r-" + number;
                ids.add(id);
                if (number % 200 == 0) {
                    var unused = producer.send(new ProducerRecord<>(QUEUE, id.getBytes(UTF_8), "{}".getBytes(UTF_8)));
                } else {
                    String body = number % 100 == 0 ? "{\"items\":[" : body(number);
                    sent.add(asker.client().send(call(id, body), RESULTS).toCompletableFuture());
                }
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        return ids;
    }

    private static Call call(String id, String body) {
        return new Call(
                RoutingSlip.of(Hop.to(ScoreWorker.OPERATION)),
                body.getBytes(UTF_8),
                "score-request",
                "default",
                Optional.empty(),
                Optional.empty(),
                Instant.now().plus(PATIENCE),
                Priority.BATCH,
                Optional.of(id),
                Optional.of(id));
    }

    private static String body(int number) {
        return IntStream.range(0, 3)
                .mapToObj(i -> "{\"instruction\":\"question %d\",\"response\":\"%s answer\"}"
                        .formatted(number, "word ".repeat((number + 7 * i) % 20)))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private static KafkaConsumer<byte[], byte[]> reader(KafkaBroker broker) {
        var reader = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of("majlis." + RESULTS, DEAD_LETTERS).stream()
                .flatMap(topic -> reader.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        return reader;
    }

    /** Until so many requests have an answer or a grave. */
    private void read(KafkaConsumer<byte[], byte[]> reader, int wanted) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    reader.poll(Duration.ofMillis(100)).forEach(this::count);
                    return answered().size() >= wanted;
                });
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        String id = new String(record.key(), UTF_8);
        if (record.topic().equals(DEAD_LETTERS)) {
            buried.add(id);
        } else {
            results.computeIfAbsent(id, key -> new HashSet<>()).add(value(record));
        }
    }

    /** A refusal names the trace of the attempt, which is another one after a crash. */
    private static String value(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8).replaceAll("\"traceId\":\"[0-9a-f]*\"", "");
    }

    private Set<String> answered() {
        Set<String> all = new HashSet<>(results.keySet());
        all.addAll(buried);
        return all;
    }
}
