package dev.majlis.cappy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.cappy.fake.FakeScorer;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.score.Backlog;
import dev.majlis.cappy.score.PairScoring;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SequentialBestOfTest {
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
    private final SequentialBestOf sequential = new SequentialBestOf(bestOf);

    @Property(tries = 200)
    void theExpectedGainIsTheMeanOverLeaveOneOutBests(
            @ForAll @Size(min = 2, max = 17) List<@DoubleRange(min = -2, max = 2) Double> scores) {
        double sum = 0;
        for (int i = 0; i < scores.size(); i++) {
            double others = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < scores.size(); j++) {
                others = j == i ? others : Math.max(others, scores.get(j));
            }
            sum += Math.max(0, scores.get(i) - others);
        }

        assertThat(Stopping.expectedGain(scores)).isCloseTo(sum / scores.size(), within(1e-12));
    }

    @Property(tries = 100)
    void stoppingGivesWhatChoosingAmongTheSameCandidatesWould(
            @ForAll @Size(min = 1, max = 17) List<@DoubleRange(min = 0, max = 1) Double> scores,
            @ForAll @IntRange(min = 1, max = 3) int step,
            @ForAll @DoubleRange(min = 0, max = 0.2) double minGain) {
        List<Answer> answers = answers(scores);
        var stopping = new Stopping(scores.size(), Math.min(2, scores.size()), minGain, 0, 1, step);

        Sequence sequence = choose(answers, stopping, new ArrayList<>());

        int n = sequence.answers().size();
        assertThat(sequence.answers()).isEqualTo(answers.subList(0, n));
        assertThat(sequence.choice().index())
                .isEqualTo(bestOf.choose(question(answers.subList(0, n))).index());
        assertThat(sequence.reason() == Stopping.Reason.MAX_N).isEqualTo(n == scores.size());
    }

    @Test
    void samplesTheFewestFirstAndThenOneByOneUntilOneMoreDoesNotPay() {
        List<List<Integer>> drawn = new ArrayList<>();
        List<Answer> answers = answers(List.of(0.1, 0.2, 0.9, 0.3, 0.88, 0.5, 0.5));

        Sequence sequence = choose(answers, new Stopping(7, 3, 0.05, 0, 1, 1), drawn);

        // after 3: 0.7 / 3; after 4: 0.6 / 4; after 5: 0.02 / 5
        assertThat(drawn).containsExactly(List.of(0, 3), List.of(3, 1), List.of(4, 1));
        assertThat(sequence.reason()).isEqualTo(Stopping.Reason.GAIN);
        assertThat(sequence.expectedGain()).isCloseTo(0.004, within(1e-6));
        assertThat(sequence.choice().index()).isEqualTo(2);
        assertThat(scorer.scored()).isEqualTo(5);
        assertThat(sequence.choice().judged().orElseThrow().pairs()).hasSize(5);
    }

    @Test
    void aThresholdOfZeroNeverStopsEarly() {
        Sequence sequence = choose(answers(List.of(0.5, 0.5, 0.5)), new Stopping(3, 2, 0, 0, 1, 1), new ArrayList<>());

        assertThat(sequence.reason()).isEqualTo(Stopping.Reason.MAX_N);
        assertThat(sequence.answers()).hasSize(3);
    }

    @Test
    void costAndLambdaMakeAThresholdToo() {
        assertThat(new Stopping(9, 2, 0.01, 3, 0.02, 1).threshold()).isCloseTo(0.06, within(1e-12));
        assertThat(new Stopping(9, 2, 0.1, 3, 0.02, 1).threshold()).isEqualTo(0.1);
    }

    @Test
    void readsItsFieldsAndNamesWhatIsWrong() {
        assertThat(stopping("{}", 20)).isEqualTo(new Stopping(17, 4, 0, 0, 1, 1));
        assertThat(stopping("{\"max_n\":3,\"cost_per_sample\":0.5}", 20)).isEqualTo(new Stopping(3, 3, 0, 0.5, 1, 1));
        assertThatThrownBy(() -> stopping("{\"max_n\":9}", 8))
                .hasMessageContaining("/max_n: expected a whole number from 1 to 8");
        assertThatThrownBy(() -> stopping("{\"min_n\":1}", 8))
                .hasMessageContaining("/min_n: expected a whole number from 2 to 8");
        assertThatThrownBy(() -> stopping("{\"min_gain\":-1}", 8))
                .hasMessageContaining("/min_gain: must not be below 0");
        assertThatThrownBy(() -> stopping("{\"gain\":1}", 8)).hasMessageContaining("/gain: unknown field");
        assertThatThrownBy(() -> SequentialBestOf.requireScores(Policy.RANDOM, "/stop"))
                .hasMessageContaining("policy random gives no scores");
    }

    private static Stopping stopping(String json, int most) {
        return Stopping.of(Fields.parse(json.getBytes(StandardCharsets.UTF_8)), most);
    }

    private Sequence choose(List<Answer> answers, Stopping stopping, List<List<Integer>> drawn) {
        return sequential.choose(
                SequentialBestOfTest::question,
                (from, count) -> {
                    drawn.add(List.of(from, count));
                    return answers.subList(from, from + count);
                },
                stopping);
    }

    private static List<Answer> answers(List<Double> scores) {
        return IntStream.range(0, scores.size())
                .mapToObj(i -> Answer.of("%.6f".formatted(scores.get(i))))
                .toList();
    }

    private static Question question(List<Answer> answers) {
        return new Question(
                "q",
                answers,
                Policy.CAPPY,
                Optional.empty(),
                0,
                Optional.empty(),
                List.of(),
                RougeMode.COMPAT,
                EncodeOptions.defaults());
    }
}
