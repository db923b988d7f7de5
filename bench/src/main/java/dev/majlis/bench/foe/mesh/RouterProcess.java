package dev.majlis.bench.foe.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.bench.Child;
import dev.majlis.bench.Report;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged router as a process of its own; started again it has the same ports and the same state. Not thread-safe. */
final class RouterProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SUCCESS = 2;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final String name;
    private final int port = Child.freePort();
    private final int management = Child.freePort();
    private final List<String> command;
    private Child child;
    private int lives;

    /**
     * Starts it and returns at once.
     *
     * @param name of its folder and its instance
     * @param settings more of them, by their keys
     */
    RouterProcess(Path folder, String name, String brokers, Map<String, String> settings) {
        Path jar = Report.checkout().resolve("services/foe-router/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; run: mvn -DskipTests package");
        }
        this.folder = folder;
        this.name = name;
        this.command = new ArrayList<>(List.of(
                Child.javaCommand(),
                "-Xmx512m",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.port=" + management,
                "-Dmajlis.mesh.bootstrap-servers=" + brokers,
                "-Dmajlis.mesh.instance=" + name,
                "-Dmajlis.mesh.blob-dir=" + folder.resolve("blobs"),
                "-Dmajlis.state-dir=" + folder.resolve(name),
                "-Dmajlis.parent-pid=" + ProcessHandle.current().pid()));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        this.child = start();
    }

    RouterProcess awaitReady() {
        child.await("http://localhost:%d/q/health/ready".formatted(management), PATIENCE);
        return this;
    }

    /** SIGKILL, and at once a new start of the same. */
    void killAndStart() {
        child.kill();
        child.join(PATIENCE);
        child = start();
    }

    /** See {@link Child#processorSeconds()}; of its present life. */
    double processorSeconds() {
        return child.processorSeconds();
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** @throws IllegalStateException when the answer is no success */
    JsonNode post(String path, String json) {
        return send(request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** @throws IllegalStateException when the answer is no success */
    JsonNode get(String path) {
        return send(request(path));
    }

    @Override
    public void close() {
        child.close();
    }

    private Child start() {
        return Child.start(name + "-" + lives++, folder, command);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + "/foe/v1" + path)).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder built) {
        HttpRequest request = built.build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 != SUCCESS) {
                throw new IllegalStateException("%s: %d %s"
                        .formatted(
                                request.uri(), answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
            }
            return Json.read(answer.body(), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + " gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for " + request.uri(), e);
        }
    }
}
