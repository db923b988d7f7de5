package dev.majlis.bench.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.bench.Report;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** PyTorch in a Python process of its own, which trains and measures itself on command: {@code train_peer.py}. */
final class TorchPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final String versions;

    /**
     * @param model folder with a sequence classifier of one output
     * @param updates a JSON line an update
     * @param frozen whether the embeddings keep their values
     */
    TorchPeer(Path python, Path model, Path updates, boolean frozen, int threads, int microTokens) throws IOException {
        var builder = new ProcessBuilder(List.of(
                        python.toString(),
                        Report.checkout()
                                .resolve("bench/src/main/python/train_peer.py")
                                .toString(),
                        model.toString(),
                        updates.toString(),
                        Integer.toString(threads),
                        Integer.toString(microTokens),
                        frozen ? "frozen" : "all"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("HF_HUB_OFFLINE", "1");
        builder.environment().put("CUDA_VISIBLE_DEVICES", "");
        this.process = builder.start();
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.versions = answer().path("ready").asText();
    }

    /** Libraries and their versions. */
    String versions() {
        return versions;
    }

    /** Mean loss of the first update's examples with nothing dropped. */
    double firstLoss() {
        return ask("loss").path("loss").asDouble();
    }

    /** What the next updates took. */
    Spent train(int count) {
        JsonNode answer = ask("train " + count);
        return new Spent(
                answer.path("seconds").asDouble(), answer.path("processor").asDouble());
    }

    private JsonNode ask(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException("the peer is gone", e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer ended; see its output above");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
