package dev.majlis.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.client.Reply;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing accepted is lost when a process dies (platform §3, §9 V5 and V6). */
class CrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void redeliversTheRecordsOfAWorkerThatIsKilled() throws Exception {
        var operation = new Operation("fragile", "echo");
        try (var broker = KafkaBroker.start(folder.resolve("broker"), 0);
                Mesh asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "asker"))) {
            Path output = folder.resolve("hanging.log");
            Process hanging = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            HangingWorker.class.getName(),
                            broker.bootstrapServers(),
                            operation.service(),
                            operation.name())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (Mesh survivor = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), operation.service())
                    .withInstance("survivor", 0))) {
                await().atMost(PATIENCE).until(() -> Files.readString(output).contains(HangingWorker.READY));
                List<CompletableFuture<Reply>> answers = IntStream.range(0, 8)
                        .mapToObj(number -> ask(asker, operation, number))
                        .toList();
                await().atMost(PATIENCE).until(() -> Files.readString(output).contains(HangingWorker.TAKEN));

                hanging.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                survivor.start(
                        Worker.of(operation, byte[].class, "echo", task -> task.input()), WorkerSettings.defaults());

                for (int number = 0; number < answers.size(); number++) {
                    assertThat(answers.get(number)
                                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                    .body())
                            .isEqualTo(body(number));
                }
            } finally {
                hanging.destroyForcibly();
            }
        }
    }

    @Test
    void losesNothingWhenTheBrokerRestarts() throws Exception {
        var operation = new Operation("patient", "echo");
        var computed = new AtomicInteger();
        KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), 0);
        int port = broker.port();
        try (Mesh asker = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), "asker"));
                Mesh mesh = Mesh.connect(MeshSettings.of(broker.bootstrapServers(), operation.service()))) {
            mesh.start(
                    Worker.of(operation, byte[].class, "echo", task -> {
                        computed.incrementAndGet();
                        return task.input();
                    }),
                    WorkerSettings.defaults());
            List<CompletableFuture<Reply>> before = IntStream.range(0, 100)
                    .mapToObj(number -> ask(asker, operation, number))
                    .toList();
            await().atMost(PATIENCE).until(() -> computed.get() >= 10);

            broker.close();
            List<CompletableFuture<Reply>> meanwhile = IntStream.range(100, 120)
                    .mapToObj(number -> ask(asker, operation, number))
                    .toList();
            broker = KafkaBroker.start(folder.resolve("broker"), port);

            for (int number = 0; number < 120; number++) {
                var answer = number < 100 ? before.get(number) : meanwhile.get(number - 100);
                assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body())
                        .isEqualTo(body(number));
            }
        } finally {
            broker.close();
        }
    }

    private static CompletableFuture<Reply> ask(Mesh asker, Operation operation, int number) {
        return asker.client()
                .call(Call.of(
                        Hop.to(operation), body(number), "echo", Instant.now().plus(PATIENCE)))
                .toCompletableFuture();
    }

    private static byte[] body(int number) {
        return ("{\"number\":" + number + "}").getBytes(UTF_8);
    }
}
