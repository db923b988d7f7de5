package dev.majlis.cappy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.cappy.fake.FakeScorer;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.score.Backlog;
import dev.majlis.cappy.score.PairScoring;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class BestOfTest {
    private final FakeScorer scorer = new FakeScorer("fake", ScoreKind.REGRESSION01);
    private final BestOf bestOf = new BestOf(
            new Scorers() {
                @Override
                public <T> T during(Supplier<T> request) {
                    return request.get();
                }

                @Override
                public String defaultName() {
                    return "fake";
                }

                @Override
                public PairScorer require(Optional<String> name) {
                    return scorer;
                }
            },
            new PairScoring(Clock.systemUTC(), new Backlog(Clock.systemUTC(), System::nanoTime)),
            new RougeL(),
            Clock.systemUTC());

    @Property(tries = 200)
    void theFirstStrictMaximumWins(
            @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -3, max = 3) Double> scores) {
        int best = Choice.argmax(scores);

        assertThat(scores).allMatch(score -> score <= scores.get(best));
        assertThat(scores.subList(0, best)).allMatch(score -> score < scores.get(best));
    }

    @Property(tries = 100)
    void everyPolicyIsDeterministicAndChoosesOneOfTheAnswers(
            @ForAll @Size(min = 1, max = 17) List<@AlphaChars @StringLength(min = 1, max = 8) String> texts,
            @ForAll long seed,
            @ForAll Policy policy) {
        Question question = question(texts, policy, seed);

        Choice choice = bestOf.choose(question);

        assertThat(choice.index()).isBetween(0, texts.size() - 1);
        assertThat(bestOf.choose(question).index()).isEqualTo(choice.index());
        choice.scores().ifPresent(scores -> assertThat(choice.index()).isEqualTo(Choice.argmax(scores)));
    }

    @Property(tries = 50)
    void theOracleIsNeverBelowAnyOtherPolicy(
            @ForAll @Size(min = 1, max = 8) List<@AlphaChars @StringLength(min = 1, max = 3) String> texts,
            @ForAll Policy policy) {
        List<Double> rouge =
                bestOf.choose(question(texts, Policy.ORACLE, 0)).scores().orElseThrow();

        int oracle = bestOf.choose(question(texts, Policy.ORACLE, 0)).index();
        int other = bestOf.choose(question(texts, policy, 0)).index();

        assertThat(rouge.get(oracle)).isGreaterThanOrEqualTo(rouge.get(other));
    }

    @Property(tries = 20)
    void randomMeetsEveryAnswerOverManySeeds(@ForAll @IntRange(min = 1, max = 6) int answers) {
        List<String> texts =
                IntStream.range(0, answers).mapToObj(i -> "answer " + i).toList();

        assertThat(IntStream.range(0, 200)
                        .map(seed -> bestOf.choose(question(texts, Policy.RANDOM, seed))
                                .index())
                        .distinct()
                        .count())
                .isEqualTo(answers);
    }

    @Test
    void equalAnswersAreScoredOnceAndGetEqualScores() {
        int before = scorer.scored();

        Choice choice = bestOf.choose(question(List.of("0.5", "0.7", "0.5", "0.7"), Policy.CAPPY, 0));

        assertThat(scorer.scored() - before).isEqualTo(2);
        assertThat(choice.index()).isEqualTo(1);
        assertThat(choice.scores().orElseThrow()).containsExactly(0.5, (double) 0.7f, 0.5, (double) 0.7f);
    }

    @Test
    void firstOfADecodingIsItsFirstSample() {
        List<Answer> answers = List.of(decoded("a", "beam4"), decoded("b", "topk40"), decoded("c", "topk40"));

        assertThat(bestOf.choose(first(answers, "topk40")).index()).isEqualTo(1);
        assertThatThrownBy(() -> bestOf.choose(first(answers, "temp0.9"))).hasMessageContaining("temp0.9");
    }

    @Test
    void aScoreThatIsNoNumberIsNeverRanked() {
        assertThatThrownBy(() -> bestOf.choose(question(List.of("1", "nan"), Policy.CAPPY, 0)))
                .hasMessageContaining("/candidates/1: score is NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Choice.argmax(List.of(1.0, Double.NaN)));
    }

    private static Answer decoded(String text, String decoding) {
        return new Answer(text, 1, Optional.empty(), Optional.empty(), Optional.of(decoding));
    }

    private static Question first(List<Answer> answers, String decoding) {
        return new Question(
                "q",
                answers,
                Policy.FIRST,
                Optional.empty(),
                0,
                Optional.of(decoding),
                List.of(),
                RougeMode.COMPAT,
                EncodeOptions.defaults());
    }

    private static Question question(List<String> texts, Policy policy, long seed) {
        List<Answer> answers = texts.stream()
                .map(text ->
                        new Answer(text, 1, Optional.of(-(double) text.length()), Optional.of(-1.0), Optional.empty()))
                .toList();
        return new Question(
                "q",
                answers,
                policy,
                Optional.empty(),
                seed,
                Optional.empty(),
                List.of("a reference"),
                RougeMode.COMPAT,
                EncodeOptions.defaults());
    }
}
