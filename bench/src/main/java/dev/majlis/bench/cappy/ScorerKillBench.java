package dev.majlis.bench.cappy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.majlis.bench.Report;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.envelope.Priority;
import dev.majlis.mesh.envelope.RoutingSlip;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.h2.tools.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * cappy.md §8 row 14: requests to the scorer over Kafka of which 1 % are malformed, while its processes are killed. Results and dead
 * letters together must be the requests, and no key may have two values.
 */
@Command(name = "scorer-kill", description = "Scorers killed amid Kafka requests, 1 % malformed: lost, conflicting.")
public final class ScorerKillBench implements Callable<Integer> {
    private static final Operation SCORE = new Operation("cappy-scorer", "score");
    private static final String RESULTS = "bench.results.v1";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Longer than a killed worker's records stay locked, so that answers that come twice are seen. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(25);

    private static final int WORKERS = 2;

    @Option(names = "--requests", defaultValue = "10000")
    private int requests;

    @Option(names = "--kills", defaultValue = "5")
    private int kills;

    private final ScorerProcess[] scorers = new ScorerProcess[WORKERS];

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("majlis-bench-scorer-kill");
        Server database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        try (var broker = KafkaBroker.start(folder.resolve("broker"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Mesh asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "bench-asker"))) {
            admin.createTopics(List.of(new NewTopic("majlis." + RESULTS, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            Map<String, String> settings = Map.of(
                    "majlis.cappy.results.url", "jdbc:h2:tcp://localhost:%d/./results".formatted(database.getPort()));
            for (int slot = 0; slot < WORKERS; slot++) {
                start(slot, folder, broker, settings);
            }
            for (ScorerProcess scorer : scorers) {
                scorer.awaitReady();
            }
            Instant began = Instant.now();
            int malformed = ask(asker, broker);
            try (var ledger =
                    new Ledger(broker.bootstrapServers(), "majlis." + RESULTS, "majlis." + SCORE.deadLetterTopic())) {
                for (int kill = 0; kill < kills; kill++) {
                    readUntil(ledger, requests * (kill + 1) / (kills + 2), began);
                    scorers[kill % WORKERS].kill();
                    start(kill % WORKERS, folder, broker, settings);
                }
                readUntil(ledger, requests, began);
                Duration taken = Duration.between(began, Instant.now());
                readFor(ledger, AFTERWARDS);
                return publish(ledger, malformed, taken);
            }
        } finally {
            for (ScorerProcess scorer : scorers) {
                if (scorer != null) {
                    scorer.close();
                }
            }
            database.stop();
        }
    }

    private void start(int slot, Path folder, KafkaBroker broker, Map<String, String> settings) {
        scorers[slot] = ScorerProcess.start(folder, "scorer-" + slot, broker.bootstrapServers(), settings);
    }

    private static void readUntil(Ledger ledger, int wanted, Instant began) {
        while (ledger.settled() < wanted && Instant.now().isBefore(began.plus(PATIENCE))) {
            ledger.read();
        }
    }

    private static void readFor(Ledger ledger, Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            ledger.read();
        }
    }

    /** Every hundredth is malformed: in turn no envelope at all, and an envelope around half a body. */
    private int ask(Mesh asker, KafkaBroker broker) {
        List<CompletableFuture<String>> sent = new ArrayList<>();
        int malformed = 0;
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int number = 0; number < requests; number++) {
                String id = "r-" + number;
                if (number % 200 == 0) {
                    var unused = producer.send(new ProducerRecord<>(
                            "majlis." + SCORE.requestsTopic(), id.getBytes(UTF_8), "{}".getBytes(UTF_8)));
                } else {
                    String body = number % 100 == 0 ? "{\"items\":[" : body(number);
                    sent.add(asker.client().send(call(id, body), RESULTS).toCompletableFuture());
                }
                malformed += number % 100 == 0 ? 1 : 0;
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        return malformed;
    }

    private static Call call(String id, String body) {
        return new Call(
                RoutingSlip.of(Hop.to(SCORE)),
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
        return IntStream.range(0, 2)
                .mapToObj(i -> "{\"instruction\":\"What is number %d made of?\",\"response\":\"It is %s gold.\"}"
                        .formatted(number, "very ".repeat((number + 7 * i) % 20)))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private int publish(Ledger ledger, int malformed, Duration taken) {
        int lost = requests - ledger.settled();
        new Report(
                        "killed-scorers",
                        "Scorers killed amid Kafka requests",
                        "./bench/run scorer-kill --requests %d --kills %d".formatted(requests, kills))
                .text(
                        "%d scorer processes with the model that ships, results kept in one database (H2 over TCP), all requests in the "
                                        .formatted(WORKERS)
                                + "queue from the start. A process is killed with SIGKILL at every %d-th part of the way and started again. "
                                        .formatted(kills + 2)
                                + "Of the malformed ones half are no envelopes and half hold a broken body. The run took %d s."
                                        .formatted(taken.toSeconds()))
                .table(
                        List.of("what", "expected", "count"),
                        List.of(
                                row("requests", "", requests),
                                row("of these malformed", "", malformed),
                                row("scorers killed", "", kills),
                                row("results", "", ledger.results()),
                                row("of these refusals of a broken body", malformed / 2, ledger.refusals()),
                                row("dead letters", malformed - malformed / 2, ledger.buried()),
                                row("results + dead letters", requests, ledger.settled()),
                                row("in both", 0, ledger.inBoth()),
                                row("lost", 0, lost),
                                row("answered more than once", "", ledger.again()),
                                row("keys with different values", 0, ledger.conflicting())))
                .publish();
        return lost == 0 && ledger.conflicting() == 0 ? 0 : 1;
    }

    private static List<String> row(String what, Object expected, long count) {
        return List.of(what, expected.toString(), Long.toString(count));
    }
}
