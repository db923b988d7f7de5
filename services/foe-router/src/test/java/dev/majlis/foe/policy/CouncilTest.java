package dev.majlis.foe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.frugal.StopReason;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.foe.twin.TwinCouncil;
import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CouncilTest {
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final OutputTable ROWS = RandomTables.labelledTwin(new Random(1), 600, 5, 3, 0.7);
    private static final OutputTable INPUTS = RandomTables.labelledTwin(new Random(2), 2_000, 5, 3, 0.7);
    private static final FrugalSettings SETTINGS = FrugalSettings.DEFAULT.withNeighbours(10);

    private final Council council = TwinCouncil.of(pool(), new KnnFuser(ROWS, KnnFuser.NEIGHBOURS), SETTINGS);

    @Test
    void answersEveryInputWhenEachExpertFailsOnceInFive() {
        LogisticFuser fuser = LogisticFuser.train(ROWS, ROWS, LogisticSettings.MASKED);
        Council masked = TwinCouncil.of(pool(), fuser, SETTINGS);
        double sound =
                TwinCouncil.rehearse(masked, INPUTS, new Policy.FoeFull()).accuracy();
        List<Answer> answers = new ArrayList<>();
        int refused = 0;
        double gained = 0;
        for (int row = 0; row < INPUTS.rows(); row++) {
            FailingCalls calls = new FailingCalls(new StoredCalls(INPUTS, row), new Random(row));
            try {
                Answer answer = masked.answer(new Policy.FoeFull(), calls, row);
                answers.add(answer);
                gained += INPUTS.targets().gain(row, answer.choice());
                assertThat(answer.degraded()).isEqualTo(calls.failures > 0);
            } catch (MeshException e) {
                assertThat(e.code()).contains("ALL_EXPERTS_FAILED");
                assertThat(calls.failures).isEqualTo(5);
                refused++;
            }
        }

        assertThat(answers.size() + refused).isEqualTo(2_000);
        assertThat(refused).isLessThan(10);
        assertThat(gained / answers.size()).isGreaterThan(sound - 0.05);
    }

    @Test
    void frugalAsksAnotherExpertInsteadOfOneThatFailed() {
        Policy frugal = new Policy.FoeFrugal(0.0, Caps.NONE);
        for (int row = 0; row < 200; row++) {
            Answer answer =
                    council.answer(frugal, new FailingCalls(new StoredCalls(INPUTS, row), new Random(row)), row);
            long distinct =
                    answer.steps().stream().mapToInt(Step::expert).distinct().count();
            assertThat(distinct).isEqualTo(answer.steps().size());
            assertThat(answer.stop()).isIn(StopReason.COST, StopReason.ALL, StopReason.EXPERT_FAILED);
            assertThat(answer.cost())
                    .isEqualTo(answer.steps().stream()
                            .mapToInt(s -> s.expert() + 1)
                            .sum());
        }
    }

    @Test
    void answersWithWhatIsThereWhenTimeIsUp() {
        Policy frugal = new Policy.FoeFrugal(0, Caps.NONE);
        int row = IntStream.range(0, 200)
                .filter(each -> council.answer(frugal, new StoredCalls(INPUTS, each), each)
                                .steps()
                                .size()
                        > 2)
                .findFirst()
                .orElseThrow();

        Answer answer = council.answer(frugal, new SlowCalls(new StoredCalls(INPUTS, row), 2), row);

        assertThat(answer.steps()).hasSize(2);
        assertThat(answer.stop()).isEqualTo(StopReason.DEADLINE);
        assertThatThrownBy(() -> council.answer(frugal, new SlowCalls(new StoredCalls(INPUTS, row), 0), row))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.status()).isEqualTo(504));
    }

    @Test
    void votesAsTheNamesSay() {
        Map<Integer, float[]> said = Map.of(
                0, new float[] {0.4f, 0.3f, 0.3f},
                1, new float[] {0.4f, 0.3f, 0.3f},
                2, new float[] {0.4f, 0.3f, 0.3f},
                3, new float[] {0, 0.9f, 0.1f},
                4, new float[] {0.05f, 0, 0.95f});
        ExpertCalls calls = experts -> said;

        assertThat(choice(new Policy.Majority(), calls)).isZero();
        assertThat(choice(new Policy.MaxConfidence(), calls)).isEqualTo(2);
        assertThat(choice(new Policy.ConfidenceVote(), calls)).isZero();
        assertThat(choice(new Policy.UniformEnsemble(), calls)).isEqualTo(2);
        assertThat(choice(new Policy.Single(3), calls)).isEqualTo(1);
        Answer cascade = council.answer(new Policy.Cascade(List.of(0, 3, 4), List.of(0.8, 0.8)), calls, 0);
        assertThat(cascade.choice()).isEqualTo(1);
        assertThat(cascade.cost()).isEqualTo(1 + 4);
    }

    @Test
    void namesTheLabelWherePoolAndExpertOrderThemDifferently() {
        List<Expert> turned = List.of(Expert.classifier("e", List.of("x", "b", "a"), Cost.FREE, "1"));
        LabelVotes votes = new LabelVotes(new Pool("p", turned, List.of("a", "b")));
        assertThat(votes.of(0, new float[] {0.5f, 0.3f, 0.2f})).containsExactly(0.2f, 0.3f);
    }

    @Test
    void theOracleIsNoWorseThanAnyOtherChoiceOfOneExpert() {
        Outcomes oracle = TwinCouncil.rehearse(council, INPUTS, new Policy.Oracle());
        for (int k = 0; k < 5; k++) {
            assertThat(oracle.accuracy())
                    .isGreaterThan(TwinCouncil.rehearse(council, INPUTS, new Policy.Single(k))
                            .accuracy());
        }
        assertThatThrownBy(() -> council.answer(new Policy.Oracle(), new StoredCalls(INPUTS, 0), 0))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("INVALID_FIELD"));
    }

    private int choice(Policy policy, ExpertCalls calls) {
        return council.answer(policy, calls, 0).choice();
    }

    private static Pool pool() {
        return new Pool(
                "p",
                IntStream.range(0, 5)
                        .mapToObj(k -> Expert.classifier("e" + k, LABELS, Cost.ofMoney(k + 1), "1"))
                        .toList(),
                LABELS);
    }

    /** Time for so many experts. */
    private static final class SlowCalls implements ExpertCalls {
        private final ExpertCalls sound;
        private int left;

        private SlowCalls(ExpertCalls sound, int left) {
            this.sound = sound;
            this.left = left;
        }

        @Override
        public Map<Integer, float[]> ask(ExpertSet experts) {
            left--;
            return sound.ask(experts);
        }

        @Override
        public boolean timeIsUp() {
            return left <= 0;
        }
    }

    /** Each expert fails with p = 0.2. */
    private static final class FailingCalls implements ExpertCalls {
        private final ExpertCalls sound;
        private final Random random;
        private int failures;

        private FailingCalls(ExpertCalls sound, Random random) {
            this.sound = sound;
            this.random = random;
        }

        @Override
        public Map<Integer, float[]> ask(ExpertSet experts) {
            Map<Integer, float[]> answers = new HashMap<>(sound.ask(experts));
            for (int k : experts.toArray()) {
                if (random.nextInt(5) == 0) {
                    answers.remove(k);
                    failures++;
                }
            }
            return answers;
        }
    }
}
