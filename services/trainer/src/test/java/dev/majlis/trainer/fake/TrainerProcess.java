package dev.majlis.trainer.fake;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged service as a process of its own, which can be killed. Ends with the test at the latest. */
public final class TrainerProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final Path TINY =
            Path.of("src/test/resources/roberta-tiny-regression").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final int managementPort;

    private TrainerProcess(Process process, int port, int managementPort) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param folder of its state, its blobs, its data ({@code data}) and its log; the same after a restart
     */
    public static TrainerProcess start(Path folder, String broker) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR.toAbsolutePath() + " is missing: package the service first");
        }
        int port = freePort();
        int managementPort = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + managementPort,
                "-Dmajlis.mesh.bootstrap-servers=" + broker,
                "-Dmajlis.mesh.blob-dir=" + folder.resolve("blobs"),
                "-Dmajlis.state-dir=" + folder.resolve("state"),
                "-Dmajlis.models.dir=" + folder.resolve("models"),
                "-Dmajlis.models.catalog=" + catalog(folder),
                "-Dmajlis.trainer.data.dir=" + folder.resolve("data"),
                "-Dmajlis.trainer.data.hosts=localhost",
                "-Dmajlis.trainer.threads=1",
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-Dmajlis.parent-pid=" + ProcessHandle.current().pid(),
                "-jar",
                JAR.toAbsolutePath().toString()));
        try {
            Files.createDirectories(folder.resolve("data"));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("trainer.log").toFile()))
                    .start();
            var trainer = new TrainerProcess(process, port, managementPort);
            await().atMost(PATIENCE).until(() -> process.isAlive() && trainer.ready());
            return trainer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was answered. */
    public record Answer(int status, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            return Json.read(body.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        }
    }

    public Answer post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(90));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean ready() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + "/q/health/ready"))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path catalog(Path folder) {
        String entry =
                """
                models:
                  tiny:
                    task: pair-scoring
                    engine: pytorch
                    licence: Apache-2.0
                    context: 128
                    parameters:
                      score-kind: regression01
                    files:
                      weights: {file: model.safetensors, unverified: true, sources: ["file:%1$s/model.safetensors"]}
                      tokenizer: {file: tokenizer.json, unverified: true, sources: ["file:%1$s/tokenizer.json"]}
                      config: {file: config.json, unverified: true, sources: ["file:%1$s/config.json"]}
                """
                        .formatted(TINY);
        try {
            return Files.writeString(folder.resolve("models.yaml"), entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
