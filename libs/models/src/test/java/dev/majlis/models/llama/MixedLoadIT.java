package dev.majlis.models.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Choice.FinishReason;
import dev.majlis.models.text.Generation;
import dev.majlis.models.text.GenerationListener;
import dev.majlis.models.text.GenerationRequest;
import dev.majlis.models.text.GenerationRequest.Priority;
import dev.majlis.models.text.OutputFormat;
import dev.majlis.models.text.Prompt;
import dev.majlis.models.text.Sampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** llama-runtime §5, row 6: 200 mixed requests, 20 of them cancelled; then only the prefix cache holds cells. */
class MixedLoadIT {

    private static final int REQUESTS = 200;

    @Test
    void everyRequestIsAnsweredAndNoCellIsLost(@TempDir Path folder) {
        var random = new Random(5);
        LlamaSettings settings = LlamaSettings.defaults()
                .withThreads(1)
                .withCells(4096)
                .withBatch(512)
                .withPrefixCells(1024);
        try (LlamaTextEngine engine = LlamaTextEngine.open("tiny", TinyGguf.write(folder, 2, 2048), settings)) {
            List<Generation> running = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                Generation generation = submit(engine, request(random));
                if (i % 10 == 3) {
                    generation.cancel();
                }
                running.add(generation);
            }

            for (int i = 0; i < REQUESTS; i++) {
                List<Choice> choices = running.get(i)
                        .result()
                        .toCompletableFuture()
                        .orTimeout(120, TimeUnit.SECONDS)
                        .join()
                        .choices();
                boolean cancelled = i % 10 == 3;
                assertThat(choices).isNotEmpty().allSatisfy(choice -> {
                    if (!cancelled) {
                        assertThat(choice.finish()).isIn(FinishReason.LENGTH, FinishReason.STOP);
                        assertThat(choice.tokens()).isPositive();
                    }
                });
            }
            Awaitility.await().untilAsserted(() -> {
                assertThat(engine.stats().running()).isZero();
                assertThat(engine.stats().usedCells())
                        .isLessThanOrEqualTo(engine.stats().prefixCells());
            });
            assertThat(engine.stats().prefixCells()).isLessThanOrEqualTo(1024);
            engine.dropPrefixes();
            submit(engine, GenerationRequest.of(Prompt.plain("x"), 1, 1, Sampling.greedy()))
                    .result()
                    .toCompletableFuture()
                    .join();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(engine.stats().usedCells()).isEqualTo(1));
        }
    }

    /** Submits again while the queue is full, as a client told to come back later does. */
    private static Generation submit(LlamaTextEngine engine, GenerationRequest request) {
        return Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> tried(engine, request), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<Generation> tried(LlamaTextEngine engine, GenerationRequest request) {
        try {
            return Optional.of(engine.generate(request, GenerationListener.NONE));
        } catch (ModelException e) {
            if (e.code() == Code.OVERLOADED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static GenerationRequest request(Random random) {
        int length = 5 + (int) (Math.pow(random.nextDouble(), 3) * 1495);
        var prompt = new StringBuilder(random.nextBoolean() ? "Shared beginning of many prompts. " : "");
        while (prompt.length() < length) {
            prompt.append((char) ('a' + random.nextInt(26)));
        }
        int n = 1 + random.nextInt(8);
        return new GenerationRequest(
                Prompt.plain(prompt.toString()),
                n,
                1 + random.nextInt(40),
                0,
                Sampling.of(1, random.nextInt()),
                List.of(),
                Optional.empty(),
                OutputFormat.TEXT,
                random.nextBoolean() ? Priority.INTERACTIVE : Priority.BATCH,
                Optional.empty());
    }
}
