package dev.majlis.cappy.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final List<Decoding> DECODINGS = List.of(Decoding.of("sampling", 2), Decoding.of("topk40", 1));

    /** Answers with its seed after a moment; fails on instructions that say so. */
    private static final class Echo implements Generator {
        private final AtomicInteger working = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public CompletionStage<List<Sample>> sample(
                String instruction, List<Decoding> decodings, long seed, Instant deadline) {
            most.accumulateAndGet(working.incrementAndGet(), Math::max);
            return CompletableFuture.supplyAsync(
                    () -> {
                        working.decrementAndGet();
                        if (instruction.startsWith("fail")) {
                            throw new IllegalStateException("no answer to " + instruction);
                        }
                        List<Sample> samples = new ArrayList<>();
                        for (Decoding decoding : decodings) {
                            for (int i = 0; i < decoding.samples(); i++) {
                                samples.add(Sample.of(decoding.name(), instruction + " " + (seed + samples.size())));
                            }
                        }
                        return samples;
                    },
                    CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
        }
    }

    private final Echo generator = new Echo();
    private final Sampling sampling = new Sampling(generator, DECODINGS, 3, Duration.ofSeconds(5), Clock.systemUTC());

    @Test
    void answersEveryItemInOrderAndNeverMoreThanThreeAtOnce() throws InterruptedException {
        Sampled sampled = sampling.of(examples(20, 0), 1);

        assertThat(sampled.failed()).isZero();
        assertThat(sampled.examples())
                .allSatisfy(example -> assertThat(example.samples()).hasSize(3).allMatch(sample -> sample.response()
                        .startsWith(example.instruction() + " ")));
        assertThat(generator.most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void anItemGetsTheSameSamplesWhereverItStands() throws InterruptedException {
        List<Example> forward = examples(6, 0);
        List<Example> backward = new ArrayList<>(forward);
        Collections.reverse(backward);

        assertThat(sampling.of(backward, 1).examples())
                .containsExactlyInAnyOrderElementsOf(sampling.of(forward, 1).examples());
        assertThat(sampling.of(forward, 2).examples())
                .isNotEqualTo(sampling.of(forward, 1).examples());
    }

    @Test
    void aFewFailuresCostTheirSamplesOnlyManyCostTheJob() throws InterruptedException {
        Sampled sampled = sampling.of(examples(20, 2), 1);

        assertThat(sampled.failed()).isEqualTo(2);
        assertThat(sampled.examples().get(0).samples()).isEmpty();
        assertThatThrownBy(() -> sampling.of(examples(20, 3), 1)).hasMessage("no answer to fail 0");
    }

    private static List<Example> examples(int count, int failing) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Example(
                        "made",
                        Optional.empty(),
                        OptionalInt.of(i),
                        (i < failing ? "fail " : "item ") + i,
                        List.of("a"),
                        List.of(),
                        List.of()))
                .toList();
    }
}
