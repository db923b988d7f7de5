package dev.majlis.models.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.batch.BatchSettings;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.PairScorer.PairScore;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens to logits between the model and the caller. */
class CrossEncoderTest {
    private final AtomicInteger scored = new AtomicInteger();

    /** A model whose head gives these values, in the order of its inputs. */
    private PairScorer giving(float... logits) {
        var left = new ArrayDeque<Float>();
        for (float logit : logits) {
            left.add(logit);
        }
        var forward = new ForwardPass() {
            @Override
            public String engine() {
                return "fixed";
            }

            @Override
            public List<float[]> run(List<TokenSequence> batch) {
                var rows = new ArrayList<float[]>();
                batch.forEach(sequence -> rows.add(new float[] {left.remove()}));
                scored.addAndGet(batch.size());
                return rows;
            }

            @Override
            public void close() {}
        };
        TokenizerFile tokenizer = TinyRoberta.tokenizer();
        return new CrossEncoder(
                new ScorerModel("m", "1", ScoreKind.REGRESSION01, 128, "fixed", "", ""),
                BatchSettings.defaults("m"),
                tokenizer,
                new SequenceLayout(tokenizer, 128),
                forward,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    private static List<PairScore> score(PairScorer scorer, Pair... pairs) {
        return scorer.score(List.of(pairs), EncodeOptions.defaults())
                .toCompletableFuture()
                .join();
    }

    @Test
    void neitherSqueezesNorClampsWhatTheHeadGives() {
        try (PairScorer scorer = giving(-0.3f, 0.4f, 1.2f)) {
            var scores = score(scorer, new Pair("a", "1"), new Pair("a", "2"), new Pair("a", "3"));

            assertThat(scores).extracting(PairScore::score).containsExactlyInAnyOrder(-0.3f, 0.4f, 1.2f);
        }
    }

    @Test
    void neverRanksAScoreThatIsNotFinite() {
        for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            try (PairScorer scorer = giving(broken)) {
                assertThatThrownBy(() -> score(scorer, new Pair("a", "b")))
                        .cause()
                        .isInstanceOfSatisfying(
                                ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.ENGINE))
                        .hasMessageContaining("not finite");
            }
        }
    }

    @Test
    void scoresEqualPairsOnce() {
        try (PairScorer scorer = giving(0.5f, 0.6f)) {
            var pair = new Pair("a", "b");

            var scores = score(scorer, pair, pair, pair);

            assertThat(scores).hasSize(3).containsOnly(scores.get(0));
            assertThat(scored).hasValue(1);
        }
    }
}
