package dev.majlis.models.llama;

import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that opens a model, asks it and closes it, twenty times. Its last line tells how its memory grew. */
final class OpenAndClose {

    private static final int ROUNDS = 20;
    private static final int WARM = 5;

    private OpenAndClose() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        long warm = 0;
        for (int i = 1; i <= ROUNDS; i++) {
            try (LlamaTextEngine engine = LlamaTextEngine.open(
                    "smollm2", Path.of(args[0]), LlamaSettings.defaults().withCells(1024))) {
                engine.generate(
                                GenerationRequest.of(Prompt.plain("Once upon a time"), 2, 4, Sampling.greedy()),
                                GenerationListener.NONE)
                        .result()
                        .toCompletableFuture()
                        .join();
            }
            System.out.println("round " + i + ", resident anonymous MiB: " + residentMiB());
            if (i == WARM) {
                warm = residentMiB();
            }
        }
        System.out.println("grown MiB: " + (residentMiB() - warm));
    }

    private static long residentMiB() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }
}
