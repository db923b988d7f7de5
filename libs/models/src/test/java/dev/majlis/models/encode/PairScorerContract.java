package dev.majlis.models.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.PairScorer.PairScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine's pair scorer must do with the golden model. */
abstract class PairScorerContract {
    private static final float INVARIANCE = 1e-5f;

    private PairScorer scorer;

    /** Opens the golden model. */
    abstract PairScorer open(int maxBatch);

    @BeforeEach
    void start() {
        scorer = open(8);
    }

    @AfterEach
    void stop() {
        scorer.close();
    }

    static List<PairScore> score(PairScorer scorer, List<Pair> pairs) {
        return scorer.score(pairs, EncodeOptions.defaults())
                .toCompletableFuture()
                .join();
    }

    private static List<Pair> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Pair("instruction ".repeat(1 + i * 7 % 11) + i, "answer ".repeat(i * 5 % 13)))
                .toList();
    }

    @Test
    void givesTheGoldenScoresRaw() {
        List<TinyRoberta.Row> rows = TinyRoberta.pairRows();

        List<PairScore> scores =
                score(scorer, rows.stream().map(TinyRoberta.Row::pair).toList());

        for (int i = 0; i < rows.size(); i++) {
            assertThat(scores.get(i).score())
                    .as("row %d", i)
                    .isCloseTo(rows.get(i).score(), within(1e-4f));
            assertThat(scores.get(i).tokens()).isEqualTo(rows.get(i).ids().length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32})
    void givesAPairTheSameScoreAloneAndInABatch(int batch) {
        List<Pair> pairs = pairs(32);
        List<PairScore> alone =
                pairs.stream().map(pair -> score(scorer, List.of(pair)).get(0)).toList();
        var shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, new Random(3));

        try (PairScorer batching = open(batch)) {
            List<PairScore> together = score(batching, shuffled);

            for (int i = 0; i < pairs.size(); i++) {
                float expected = alone.get(pairs.indexOf(shuffled.get(i))).score();
                assertThat(together.get(i).score()).isCloseTo(expected, within(INVARIANCE));
            }
        }
    }

    @Test
    void givesEqualPairsEqualScores() {
        var pair = new Pair("Sort the words: pear apple fig", "apple fig pear");

        List<PairScore> scores = score(scorer, List.of(pair, new Pair("other", "pair"), pair));

        assertThat(scores.get(0)).isEqualTo(scores.get(2));
    }

    @Test
    void scoresAnEmptyResponseAndAnEmptyInstruction() {
        List<PairScore> scores = score(scorer, List.of(new Pair("a question", ""), new Pair("", "an answer")));

        assertThat(scores).allSatisfy(score -> assertThat(score.score()).isFinite());
    }

    @Test
    void takesTextVerbatim() {
        List<PairScore> scores = score(scorer, List.of(new Pair("same", "Business"), new Pair("same", " Business")));

        assertThat(scores.get(0).score()).isNotEqualTo(scores.get(1).score());
    }

    @Test
    void reportsWhatItDropped() {
        PairScore score = score(scorer, List.of(new Pair("word ".repeat(700), "The answer is 42.")))
                .get(0);

        assertThat(score.tokens()).isEqualTo(128);
        assertThat(score.truncatedTokens()).isPositive();
    }

    @Test
    void refusesLongPairsByIndexWhenAskedTo() {
        var options = new EncodeOptions(Overflow.ERROR, Optional.empty(), true);
        var pairs = List.of(new Pair("short", "one"), new Pair("word ".repeat(700), "long"));

        assertThatThrownBy(
                        () -> scorer.score(pairs, options).toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.TOO_LONG))
                .hasMessageContaining("item 1 has ")
                .hasMessageContaining("the model reads 128");
    }

    @Test
    void answersNothingToNothing() {
        assertThat(score(scorer, List.of())).isEmpty();
    }

    @Test
    void doesNotStartAfterTheDeadline() {
        var options = new EncodeOptions(Overflow.TRUNCATE_LONGEST, Optional.of(Instant.EPOCH), true);

        assertThatThrownBy(() ->
                        scorer.score(pairs(1), options).toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE));
    }

    @Test
    void describesTheModel() {
        assertThat(scorer.model().maxTokens()).isEqualTo(128);
        assertThat(scorer.model().engine()).isNotBlank();
    }
}
