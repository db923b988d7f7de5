package dev.majlis.foe.frugal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.Decision.Stop;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.neighbour.RunningDistances;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.twin.NaiveFoe;
import dev.majlis.foe.twin.RandomTables;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What must hold for any table (foe.md §8 rows 2 and 4). */
class FrugalLawsTest {
    private static final int EXPERTS = 5;
    private static final int VOTES = 3;
    private static final int NEIGHBOURS = 4;

    @Property(tries = 1000)
    void greedyIsTheExhaustiveOneStepChoice(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        OutputTable table = RandomTables.of(random, 24, EXPERTS, 3);
        double[] prices = random.ints(EXPERTS, 1, 5).asDoubleStream().toArray();
        double lambda = random.nextInt(20) / 128.0;
        NaiveFoe naive = new NaiveFoe(table, VOTES, NEIGHBOURS, prices, lambda);
        ExpertOutputs said = RandomTables.of(random, 1, EXPERTS, 3).outputs(0, table.all());
        FrugalRun run = router(table, prices, lambda).start(Caps.NONE);

        while (run.next() instanceof Ask ask) {
            ExpertSet asked = run.outputs().asked();
            if (!asked.isEmpty()) {
                double stay = naive.estimate(said, asked, asked);
                double best = table.all().without(asked).stream()
                        .mapToDouble(k -> naive.estimate(said, asked, asked.with(k)))
                        .min()
                        .orElseThrow();
                assertThat(naive.estimate(said, asked, asked.with(ask.expert())))
                        .isCloseTo(best, within(1e-6));
                assertThat(best - stay).isLessThanOrEqualTo(1e-6);
            }
            run.answered(ask.expert(), said.block(ask.expert()));
        }

        ExpertSet asked = run.outputs().asked();
        if (((Stop) run.next()).reason() == StopReason.COST) {
            double stay = naive.estimate(said, asked, asked);
            assertThat(table.all().without(asked).stream()
                            .mapToDouble(k -> naive.estimate(said, asked, asked.with(k)) - stay))
                    .allSatisfy(change -> assertThat(change).isGreaterThan(-1e-6));
        }
    }

    @Property(tries = 300)
    void distancesAddOverExperts(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        OutputTable table = RandomTables.of(random, 30, EXPERTS, 4);
        ExpertOutputs said = RandomTables.of(random, 1, EXPERTS, 4).outputs(0, table.all());
        NaiveFoe naive = new NaiveFoe(table, VOTES, NEIGHBOURS, new double[EXPERTS], 0);
        RunningDistances forward = new RunningDistances(table);
        RunningDistances backward = new RunningDistances(table);

        for (int k = 0; k < EXPERTS; k++) {
            forward.add(k, said.block(k));
            backward.add(EXPERTS - 1 - k, said.block(EXPERTS - 1 - k));
        }

        for (int row = 0; row < table.rows(); row++) {
            assertThat(forward.squared(row)).isCloseTo(naive.distance(said, row, table.all()), within(1e-5));
            assertThat(forward.squared(row)).isEqualTo(backward.squared(row));
        }
    }

    @Property(tries = 200)
    void aHigherPriceNeverAsksMore(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        OutputTable table = RandomTables.of(random, 60, EXPERTS, 3);
        double[] unit = new double[EXPERTS];
        Arrays.fill(unit, 1);
        FrugalRouter router = router(table, unit, 0);
        ExpertOutputs said = RandomTables.of(random, 1, EXPERTS, 3).outputs(0, table.all());

        double before = Double.POSITIVE_INFINITY;
        for (double lambda : new double[] {0, 0.01, 0.05, 0.1, 0.3, 1, 1e20, Double.POSITIVE_INFINITY}) {
            double cost =
                    finish(router.withLambda(lambda).start(Caps.NONE), said).spent();
            assertThat(cost).isLessThanOrEqualTo(before);
            before = cost;
        }
        assertThat(before).isEqualTo(1);
    }

    @Property(tries = 200)
    void capsHold(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        OutputTable table = RandomTables.of(random, 60, EXPERTS, 3);
        double[] prices = random.ints(EXPERTS, 1, 5).asDoubleStream().toArray();
        ExpertOutputs said = RandomTables.of(random, 1, EXPERTS, 3).outputs(0, table.all());
        double cap = random.nextInt(12);
        FrugalRouter router = router(table, prices, 0);

        assertThat(finish(router.start(Caps.ofCost(cap)), said).spent()).isLessThanOrEqualTo(cap);
        assertThat(finish(router.start(Caps.ofExperts(2)), said)
                        .outputs()
                        .asked()
                        .size())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void tiesGoToTheCheaperThenToTheFirst() {
        Comparator<Estimate> order = Estimate.ORDER;
        assertThat(order.compare(new Estimate(2, 0.3, 0.1, 1), new Estimate(1, 0.2, 0.2, 2)))
                .isNegative();
        assertThat(order.compare(new Estimate(1, 0.25, 0.25, 1), new Estimate(2, 0.25, 0.25, 1)))
                .isNegative();
    }

    @Test
    void keepsNoMoreLossesThanAllowedAndComputesTheSameAgain() {
        OutputTable table = RandomTables.of(new Random(7), 400, EXPERTS, 3);
        KnnFuser fuser = new KnnFuser(table, 9);
        SubsetLosses roomy = new SubsetLosses(fuser, Loss.SOFT, SubsetLosses.BYTES);
        SubsetLosses tight = new SubsetLosses(fuser, Loss.SOFT, 2 * 4 * 400);
        int[] rows = roomy.sample(50, 3);

        for (int round = 0; round < 2; round++) {
            for (int k = 1; k < EXPERTS; k++) {
                int[] others =
                        ExpertSet.all(EXPERTS).without(ExpertSet.of(0, k)).toArray();
                assertThat(tight.means(rows, ExpertSet.of(0, k), others))
                        .isEqualTo(roomy.means(rows, ExpertSet.of(0, k), others));
            }
        }
    }

    private static FrugalRun finish(FrugalRun run, ExpertOutputs said) {
        while (run.next() instanceof Ask ask) {
            run.answered(ask.expert(), said.block(ask.expert()));
        }
        return run;
    }

    private static FrugalRouter router(OutputTable table, double[] prices, double lambda) {
        SubsetLosses losses = new SubsetLosses(new KnnFuser(table, VOTES), Loss.SOFT, SubsetLosses.BYTES);
        FrugalSettings settings =
                FrugalSettings.DEFAULT.withNeighbours(NEIGHBOURS).withLambda(lambda);
        return new FrugalRouter(losses, prices, settings);
    }
}
