package dev.majlis.foe.frugal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.Decision.Stop;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Three experts, two labels, κ = 3, k_f = 1, costs 1, 2 and 4; every number worked out with paper and pencil
 * (foe.md §8 row 1). Rows 0 to 2 have label 0, rows 3 to 5 label 1.
 */
class HandExampleTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    private static final OutputTable TABLE = OutputTable.of(
            List.of(
                    new DenseBlock(new float[] {0, 0, 1, 0, 1, 1}, 1),
                    new DenseBlock(new float[] {0, 1, 0, 1, 1, 1}, 1),
                    new DenseBlock(new float[] {0, 0, 0, 1, 1, 0}, 1)),
            Targets.labels(new int[] {0, 0, 0, 1, 1, 1}, 2));

    private final SubsetLosses losses = new SubsetLosses(new KnnFuser(TABLE, 1), Loss.ZERO_ONE, SubsetLosses.BYTES);

    @Test
    void leavesEachRowOutOfItsOwnFuser() {
        // A: rows 0 and 1 vote for each other, the others are voted down by a row of the other label
        assertThat(lossesOf(A)).containsExactly(0, 0, 1, 1, 1, 1);
        assertThat(lossesOf(B)).containsExactly(0, 1, 0, 1, 1, 1);
        assertThat(lossesOf(C)).containsExactly(0, 0, 0, 0, 0, 1);
    }

    @Test
    void startsWithTheLeastLossPlusPrice() {
        // 4/6 + 0.1, 4/6 + 0.2, 1/6 + 0.4
        assertThat(router(0.1).first().stream().map(Estimate::expert)).containsExactly(C, A, B);
        // 4/6 + 0.2, 4/6 + 0.4, 1/6 + 0.8
        assertThat(router(0.2).first().stream().map(Estimate::expert)).containsExactly(A, C, B);
        assertThat(router(0.2).first().get(0).value()).isCloseTo(4 / 6.0 + 0.2, within(1e-6));
    }

    @Test
    void asksInTheOrderOfTheEstimatesAndStopsWhenNothingPays() {
        FrugalRun run = router(0.2).start(Caps.NONE);

        Ask first = (Ask) run.next();
        Ask second = (Ask) run.answered(first.expert(), new float[] {1}).next();
        Stop stop = (Stop) run.answered(second.expert(), new float[] {1}).next();

        assertThat(first.expert()).isEqualTo(A);
        // neighbours of A = 1 are rows 2, 4, 5, all of loss 1; with B their loss is 0, with C it stays 1
        assertThat(second.lossNow()).isEqualTo(1);
        assertThat(second.expert()).isEqualTo(B);
        assertThat(second.considered()).containsExactly(new Estimate(B, 0, 0.4, 2), new Estimate(C, 1, 0.8, 4));
        // neighbours of (1, 1) are rows 4, 5, 1: losses 0, 0, 1; with C 0, 1, 0, and 0.8 to pay
        assertThat(stop.reason()).isEqualTo(StopReason.COST);
        assertThat(stop.lossNow()).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(run.spent()).isEqualTo(3);
        float[] fused = new KnnFuser(TABLE, 1).fuse(run.outputs(), run.outputs().asked());
        assertThat(fused).containsExactly(0, 1);
    }

    @Test
    void asksOneExpertWhereItsNeighboursAreAllRight() {
        FrugalRun run = router(0.1).start(Caps.NONE);

        assertThat(((Ask) run.next()).expert()).isEqualTo(C);
        run.answered(C, new float[] {0});

        assertThat(run.next()).isInstanceOfSatisfying(Stop.class, stop -> {
            assertThat(stop.reason()).isEqualTo(StopReason.COST);
            assertThat(stop.lossNow()).isZero();
        });
    }

    @Test
    void asksEverybodyWhileNothingIsToPayAndNothingGetsWorse() {
        DenseBlock same = new DenseBlock(new float[] {0, 0, 0, 1, 1, 1}, 1);
        OutputTable copies = OutputTable.of(List.of(same, same, same), TABLE.targets());
        SubsetLosses none = new SubsetLosses(new KnnFuser(copies, 1), Loss.ZERO_ONE, SubsetLosses.BYTES);
        FrugalSettings settings = FrugalSettings.DEFAULT.withNeighbours(3).withLambda(0);
        FrugalRun run = new FrugalRouter(none, new double[] {1, 2, 4}, settings).start(Caps.NONE);

        for (int k = 0; k < 3; k++) {
            assertThat(((Ask) run.next()).expert()).isEqualTo(k);
            run.answered(k, new float[] {0});
        }

        assertThat(((Stop) run.next()).reason()).isEqualTo(StopReason.ALL);
    }

    private double[] lossesOf(int expert) {
        double[] each = new double[6];
        for (int row = 0; row < 6; row++) {
            each[row] = losses.means(new int[] {row}, ExpertSet.NONE, new int[] {expert})[1];
        }
        return each;
    }

    private FrugalRouter router(double lambda) {
        FrugalSettings settings = FrugalSettings.DEFAULT.withNeighbours(3).withLoss(Loss.ZERO_ONE);
        return new FrugalRouter(losses, new double[] {1, 2, 4}, settings.withLambda(lambda));
    }
}
