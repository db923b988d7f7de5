package dev.majlis.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The packaged mesh, started the way a user starts it: {@code ./majlis up -d} with a home of its own. */
final class RunningMajlis implements AutoCloseable {
    static final String MODEL = "smollm2-135m-instruct";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration UP = Duration.ofMinutes(6);

    private final Path home;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningMajlis(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** @param more arguments of {@code up} */
    static RunningMajlis up(Path home, String... more) {
        var majlis = new RunningMajlis(home, freePort());
        List<String> arguments =
                new ArrayList<>(List.of("up", "-d", "--no-build", "--port", Integer.toString(majlis.port)));
        arguments.addAll(List.of(more));
        Output output = majlis.launcher(UP, arguments.toArray(String[]::new));
        if (output.code != 0) {
            String logs = majlis.logs();
            majlis.close();
            throw new IllegalStateException(
                    "majlis up ended with %d:%n%s%n%s".formatted(output.code, output.text, logs));
        }
        return majlis;
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** State of a process by name, from {@code majlis status --json}. */
    JsonNode process(String name) {
        for (JsonNode process : status().path("processes")) {
            if (process.path("name").asText().equals(name)) {
                return process;
            }
        }
        throw new IllegalStateException("no process " + name);
    }

    /** Ends a process without warning, as {@code kill -9} does; returns its number. */
    long kill(String name) {
        return end(name, ProcessHandle::destroyForcibly);
    }

    /** Asks a process to end (SIGTERM); returns its number. */
    long terminate(String name) {
        return end(name, ProcessHandle::destroy);
    }

    /** Waits until a process that was ended has a successor that is ready. */
    void awaitSuccessor(String name, long pid) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    JsonNode process = process(name);
                    long now = process.at("/process/pid").asLong(pid);
                    return now != pid && process.path("phase").asText().equals("ready");
                });
    }

    private long end(String name, Consumer<ProcessHandle> way) {
        long pid = process(name).at("/process/pid").asLong();
        ProcessHandle.of(pid).ifPresent(way);
        return pid;
    }

    JsonNode status() {
        try {
            return JSON.readTree(launcher(Duration.ofSeconds(30), "status", "--json").text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + process("broker").path("port").asInt();
    }

    Answer post(String path, String body, String... headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String path, byte[] body, String... headers) {
        var request = HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofMinutes(3))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    Answer get(String path) {
        return send(HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofMinutes(1))
                .build());
    }

    Answer delete(String path) {
        return send(HttpRequest.newBuilder(address(path))
                .timeout(Duration.ofMinutes(1))
                .DELETE()
                .build());
    }

    /** A chat request in OpenAI's form. */
    static String chat(String model, String content, String more) {
        return """
                {"model":"%s","messages":[{"role":"user","content":"%s"}],%s}"""
                .formatted(model, content, more);
    }

    /** Runs {@code ./majlis} with this home. */
    Output launcher(Duration patience, String... arguments) {
        return command(home, patience, arguments);
    }

    /** Runs {@code ./majlis} with a home. */
    static Output command(Path home, Duration patience, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(checkout().resolve("majlis").toString(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("majlis", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("%s took longer than %s".formatted(command, patience));
            }
            String text = Files.readString(out);
            Files.delete(out);
            return new Output(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        launcher(Duration.ofSeconds(40), "down");
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String logs() {
        var all = new StringBuilder();
        try (var logs = Files.list(home.resolve("logs"))) {
            for (Path log : logs.toList()) {
                String text = Files.readString(log);
                all.append("== ").append(log.getFileName()).append('\n');
                all.append(text.substring(Math.max(0, text.length() - 3000))).append('\n');
            }
        } catch (IOException e) {
            all.append(e.getMessage());
        }
        return all.toString();
    }

    private static Path checkout() {
        return Path.of("").toAbsolutePath().getParent();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Output(int code, String text) {}

    record Answer(int status, String text, HttpResponse<byte[]> response) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + text, e);
            }
        }
    }
}
