package dev.majlis.bench.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.bench.Report;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A peer in a Python process of its own, which measures itself: {@code scorer_peer.py}. */
final class PythonSide implements Side {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final String versions;

    /** @param kind {@code cross-encoder}, or {@code onnx} with the file to run */
    PythonSide(String name, Path python, Path pairs, int threads, List<String> kind) throws IOException {
        this.name = name;
        var command = new ArrayList<>(List.of(
                python.toString(),
                Report.checkout()
                        .resolve("bench/src/main/python/scorer_peer.py")
                        .toString(),
                pairs.toString(),
                Integer.toString(threads)));
        command.addAll(kind);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("HF_HUB_OFFLINE", "1");
        this.process = builder.start();
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.versions = answer().path("ready").asText();
    }

    @Override
    public String name() {
        return name;
    }

    /** Libraries, their versions and the batch size that was fastest. */
    String versions() {
        return versions;
    }

    @Override
    public Whole all() {
        JsonNode answer = ask("all");
        float[] scores = new float[answer.path("scores").size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) answer.path("scores").get(i).asDouble();
        }
        return new Whole(
                scores,
                answer.path("seconds").asDouble(),
                answer.path("padding").asDouble());
    }

    @Override
    public Load load(int callers, Duration length) {
        JsonNode answer = ask("load %d %d %d".formatted(callers, length.toSeconds(), Pairs.GROUP));
        return new Load(
                answer.path("per_second").asDouble(),
                answer.path("p50").asDouble(),
                answer.path("p99").asDouble());
    }

    private JsonNode ask(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is gone", e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " ended; see its output above");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
