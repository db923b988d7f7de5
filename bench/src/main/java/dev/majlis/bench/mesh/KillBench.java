package dev.majlis.bench.mesh;

import dev.majlis.bench.Child;
import dev.majlis.bench.Report;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.testkit.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Two worker processes of which one is killed (SIGKILL) every few seconds while requests go on: every request must be answered
 * once. How often a request was computed is read from the reply topic afterwards.
 */
@Command(name = "kill", description = "Kills workers under load; counts lost, doubled and conflicting answers.")
public final class KillBench implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IN_FLIGHT = 8;

    @Option(names = "--requests", defaultValue = "2000")
    private int requests;

    @Option(names = "--every", description = "Seconds between kills.", defaultValue = "5")
    private int every;

    private final AtomicInteger kills = new AtomicInteger();
    private final Child[] workers = new Child[2];

    @Override
    public void run() {
        Path folder = temporaryFolder();
        Instant began = Instant.now();
        try (var broker = KafkaBroker.start(folder.resolve("broker"), 0)) {
            for (int slot = 0; slot < workers.length; slot++) {
                workers[slot] = startWorker(folder, broker, slot);
                workers[slot].awaitOutput(SquareWorker.READY, PATIENCE);
            }
            Thread killer = new Thread(() -> killNowAndThen(folder, broker), "killer");
            killer.setDaemon(true);
            killer.start();
            Tally tally = ask(broker);
            killer.interrupt();
            Computed computed = computed(broker);
            for (Child worker : workers) {
                worker.close();
            }
            publish(tally, computed, Duration.between(began, Instant.now()));
        }
    }

    private Tally ask(KafkaBroker broker) {
        var tally = new Tally();
        var room = new Semaphore(IN_FLIGHT);
        List<CompletableFuture<?>> pending = new ArrayList<>();
        try (Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "bench-asker"))) {
            for (long number = 0; number < requests; number++) {
                room.acquireUninterruptibly();
                long asked = number;
                var call = Call.of(
                        Hop.to(SquareWorker.SQUARE),
                        new SquareWorker.Whole(asked),
                        "number",
                        Instant.now().plusSeconds(120));
                pending.add(mesh.client().call(call).toCompletableFuture().handle((reply, failure) -> {
                    room.release();
                    tally.count(asked, reply, failure);
                    return null;
                }));
            }
            CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)).join();
        }
        return tally;
    }

    private void killNowAndThen(Path folder, KafkaBroker broker) {
        try {
            for (int turn = 0; ; turn++) {
                TimeUnit.SECONDS.sleep(every);
                int slot = turn % workers.length;
                workers[slot].kill();
                kills.incrementAndGet();
                workers[slot] = startWorker(folder, broker, slot);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Child startWorker(Path folder, KafkaBroker broker, int slot) {
        return Child.java(
                "worker-" + slot + "-" + kills.get(),
                folder,
                List.of("-Xmx96m", "-XX:+UseSerialGC"),
                SquareWorker.class,
                broker.bootstrapServers(),
                Integer.toString(slot));
    }

    /** How many replies each request had, and whether any two differ. */
    private static Computed computed(KafkaBroker broker) {
        Map<String, Set<String>> answers = new HashMap<>();
        int replies = 0;
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var reader = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor("majlis.bench-asker.replies.v1").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                for (var record : reader.poll(Duration.ofMillis(500))) {
                    replies++;
                    answers.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), key -> new HashSet<>())
                            .add(new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        }
        long conflicting =
                answers.values().stream().filter(bodies -> bodies.size() > 1).count();
        return new Computed(replies - answers.size(), conflicting);
    }

    private void publish(Tally tally, Computed computed, Duration taken) {
        new Report(
                        "killed-workers",
                        "Workers killed under load",
                        "./bench/run kill --requests %d --every %d".formatted(requests, every))
                .text("Two worker processes, 20 ms of work a request, %d requests in flight; one worker is killed with "
                                .formatted(IN_FLIGHT)
                        + "SIGKILL every %d s and started again. The run took %d s."
                                .formatted(every, taken.toSeconds()))
                .table(
                        List.of("what", "count"),
                        List.of(
                                List.of("requests", Integer.toString(requests)),
                                List.of("workers killed", Integer.toString(kills.get())),
                                List.of("answered rightly", Integer.toString(tally.right.get())),
                                List.of("answered wrongly", Integer.toString(tally.wrong.get())),
                                List.of(
                                        "lost (no answer within 120 s, or an error)",
                                        Integer.toString(tally.lost.get())),
                                List.of("computed more than once", Long.toString(computed.again)),
                                List.of("conflicting answers", Long.toString(computed.conflicting))))
                .publish();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("majlis-bench-kill");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
    }

    private record Computed(long again, long conflicting) {}

    private static final class Tally {
        private final AtomicInteger right = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();

        private void count(long asked, Reply reply, Throwable failure) {
            if (failure != null) {
                lost.incrementAndGet();
            } else if (reply.as(SquareWorker.Whole.class).value() == asked * asked) {
                right.incrementAndGet();
            } else {
                wrong.incrementAndGet();
            }
        }
    }
}
