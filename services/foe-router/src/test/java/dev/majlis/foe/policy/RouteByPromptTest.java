package dev.majlis.foe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.frugal.SubsetLosses;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableBuilder;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.TwinCouncil;
import dev.majlis.mesh.error.MeshException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Three writers, each good at one kind of prompt; the embedding of the prompt says which kind it is. */
class RouteByPromptTest {
    private static final Pool WRITERS =
            new Pool("writers", List.of(writer("prose", 1), writer("verse", 2), writer("code", 5)), List.of());
    private static final OutputTable RAW = prompts(new Random(1), 900);
    private static final OutputTable TEST = prompts(new Random(2), 500);
    private static final Preparation PREPARED = Preparation.fit(RAW, 128, 1);

    private final Council council = council(ExpertSet.all(3));

    @Test
    void asksOnlyTheExpertThatThePromptNames() {
        Outcomes routed = TwinCouncil.rehearse(council, TEST, new Policy.RouteByPrompt(0));
        Outcomes single = TwinCouncil.rehearse(council, TEST, new Policy.BestSingle());

        assertThat(routed.meanExperts()).isEqualTo(1);
        assertThat(routed.accuracy()).isGreaterThan(single.accuracy() + 0.2);
        assertThat(routed.accuracy()).isGreaterThan(0.75);
    }

    @Test
    void aPriceTurnsItToCheaperExperts() {
        double dear =
                TwinCouncil.rehearse(council, TEST, new Policy.RouteByPrompt(0)).meanCost();
        double cheap = TwinCouncil.rehearse(council, TEST, new Policy.RouteByPrompt(0.1))
                .meanCost();
        assertThat(cheap).isLessThan(dear);
        assertThat(TwinCouncil.rehearse(council, TEST, new Policy.RouteByPrompt(9))
                        .meanCost())
                .isEqualTo(1);
    }

    @Test
    void asksTheNextBestWhenOneFails() {
        Answer sound = council.answer(new Policy.RouteByPrompt(0), new StoredCalls(TEST, 0), 0);
        ExpertCalls failing = new Without(new StoredCalls(TEST, 0), ExpertSet.of(sound.choice()));

        Answer answer = council.answer(new Policy.RouteByPrompt(0), failing, 0);

        assertThat(answer.degraded()).isTrue();
        assertThat(answer.choice()).isNotEqualTo(sound.choice());
        assertThat(answer.steps()).extracting(Step::expert).containsExactly(sound.choice(), answer.choice());
        assertThat(answer.steps()).extracting(Step::answered).containsExactly(false, true);
        ExpertCalls none = new Without(new StoredCalls(TEST, 0), ExpertSet.all(3));
        assertThatThrownBy(() -> council.answer(new Policy.RouteByPrompt(0), none, 0))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("ALL_EXPERTS_FAILED"));
    }

    @Test
    void decidesWithoutAskingAnybody() {
        ExpertCalls nobody = new Without(new StoredCalls(TEST, 3), ExpertSet.all(3));
        Answer decision = council.decide(new Policy.RouteByPrompt(0), nobody, 3);
        assertThat(decision.steps()).isEmpty();
        assertThat(decision.choice())
                .isEqualTo(council.answer(new Policy.RouteByPrompt(0), new StoredCalls(TEST, 3), 3)
                        .choice());
    }

    @Test
    void frugalChoosesItsFirstExpertByThePrompt() {
        Outcomes frugal = TwinCouncil.rehearse(council, TEST, new Policy.FoeFrugal(0.01, Caps.NONE));
        Outcomes blind = TwinCouncil.rehearse(
                council(ExpertSet.NONE), TEST, new Policy.FoeFrugal(Double.POSITIVE_INFINITY, Caps.NONE));

        assertThat(frugal.meanExperts()).isLessThan(1.3);
        assertThat(frugal.accuracy()).isGreaterThan(blind.accuracy() + 0.2);
    }

    @Test
    void isRefusedWhereNothingIsKnownBefore() {
        assertThatThrownBy(
                        () -> council(ExpertSet.NONE).answer(new Policy.RouteByPrompt(0), new StoredCalls(TEST, 0), 0))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("INVALID_FIELD"));
    }

    private static Council council(ExpertSet known) {
        KnnFuser fuser = new KnnFuser(PREPARED.of(RAW), PREPARED, 25);
        FrugalSettings settings = FrugalSettings.DEFAULT;
        SubsetLosses losses = new SubsetLosses(fuser, settings.loss(), SubsetLosses.BYTES, known);
        return new Council(WRITERS, new FrugalRouter(losses, WRITERS.prices(CostWeights.MONEY), settings));
    }

    private static Expert writer(String id, double money) {
        return Expert.generator(id, 4, Cost.ofMoney(money), "1");
    }

    private static OutputTable prompts(Random random, int rows) {
        TableBuilder table = new TableBuilder(new int[] {4, 4, 4}, TableLimits.DEFAULT);
        float[][] qualities = new float[rows][3];
        for (int row = 0; row < rows; row++) {
            int kind = random.nextInt(3);
            float[] prompt = new float[4];
            for (int i = 0; i < 4; i++) {
                prompt[i] = (float) (100 * (random.nextGaussian() + (i == kind ? 4 : 0)));
            }
            table.add(new float[][] {prompt, prompt, prompt}, "all", 0);
            for (int k = 0; k < 3; k++) {
                qualities[row][k] = k == kind ? 0.9f : 0.2f;
            }
        }
        return table.build(Targets.qualities(qualities));
    }

    /** Some experts fail; what is known of them before is still there. */
    private record Without(StoredCalls sound, ExpertSet failed) implements ExpertCalls {
        @Override
        public Map<Integer, float[]> ask(ExpertSet experts) {
            Map<Integer, float[]> answers = new HashMap<>(sound.ask(experts));
            failed.stream().forEach(answers::remove);
            return answers;
        }

        @Override
        public Map<Integer, float[]> known(ExpertSet experts) {
            return sound.known(experts);
        }
    }
}
