package dev.majlis.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.generate.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSamplesTest {
    @TempDir
    Path folder;

    private final Echo echo = new Echo();
    private final List<Long> kept = new ArrayList<>();
    private boolean cancelled;

    /** Remembers what it was asked. */
    private static final class Echo implements Generator {
        final List<String> asked = new ArrayList<>();

        @Override
        public CompletionStage<List<Sample>> sample(
                String instruction, List<Decoding> decodings, long seed, Instant deadline) {
            asked.add(instruction);
            return CompletableFuture.completedFuture(
                    List.of(new Sample("topk40", "re: " + instruction, 3, Optional.of(-1.5), Optional.empty())));
        }
    }

    private KeptSamples open() {
        return new KeptSamples(echo, folder.resolve("work/samples.jsonl"), () -> cancelled, kept::add);
    }

    private static CompletableFuture<List<Sample>> ask(KeptSamples samples, String instruction) {
        return samples.sample(instruction, List.of(Decoding.of("topk40", 1)), 7, Instant.MAX)
                .toCompletableFuture();
    }

    @Test
    void asksForNothingAgainAfterARestart() throws IOException {
        List<Sample> first = ask(open(), "a").join();
        // as a crash leaves it
        Files.writeString(folder.resolve("work/samples.jsonl"), "{\"key\":\"ha", StandardOpenOption.APPEND);

        KeptSamples again = open();

        assertThat(ask(again, "a").join()).isEqualTo(first);
        assertThat(ask(again, "b").join().get(0).response()).isEqualTo("re: b");
        assertThat(echo.asked).containsExactly("a", "b");
        assertThat(ask(open(), "b").join().get(0).logLikelihoodSum()).contains(-1.5);
        assertThat(echo.asked).hasSize(2);
        assertThat(kept).containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void asksForNothingMoreOnceItIsCancelled() {
        cancelled = true;

        assertThat(ask(open(), "a")).isCompletedExceptionally();
        assertThat(echo.asked).isEmpty();
    }
}
