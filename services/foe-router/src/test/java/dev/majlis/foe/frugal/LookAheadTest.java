package dev.majlis.foe.frugal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.Decision.Stop;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.error.MeshException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looking further than one expert ahead, and finding a price for a budget. */
class LookAheadTest {
    /** The label is b XOR c; a says nothing and is the cheapest. Neither b nor c helps alone. */
    private static OutputTable exclusiveOr() {
        int rows = 400;
        Random random = new Random(3);
        float[] a = new float[rows];
        float[] b = new float[rows];
        float[] c = new float[rows];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            b[row] = row % 2;
            c[row] = (row / 2) % 2;
            // small and smooth: tells rows apart without telling anything of the label
            a[row] = random.nextFloat() * 0.01f;
            labels[row] = (int) (b[row] + c[row]) % 2;
        }
        return OutputTable.of(
                List.of(new DenseBlock(a, 1), new DenseBlock(b, 1), new DenseBlock(c, 1)), Targets.labels(labels, 2));
    }

    @Test
    void seesThatTwoExpertsHelpTogetherWhereGreedySeesNone() {
        SubsetLosses losses = new SubsetLosses(new KnnFuser(exclusiveOr(), 9), Loss.SOFT, SubsetLosses.BYTES);
        FrugalSettings greedy = FrugalSettings.DEFAULT.withNeighbours(40).withLambda(0.1);
        double[] prices = {0.1, 1, 1};

        FrugalRun near = new FrugalRouter(losses, prices, greedy).start(Caps.NONE);
        FrugalRun far = new FrugalRouter(losses, prices, greedy.withLookAhead(2, 3)).start(Caps.NONE);

        assertThat(finish(near, new float[] {0.005f, 1, 0})).isEqualTo(StopReason.COST);
        assertThat(near.outputs().asked().toArray()).containsExactly(0);
        assertThat(finish(far, new float[] {0.005f, 1, 0})).isEqualTo(StopReason.ALL);
        assertThat(new KnnFuser(exclusiveOr(), 9)
                        .fuse(far.outputs(), far.outputs().asked())[1])
                .isGreaterThan(0.99f);
    }

    @Test
    void staysUnderTheCapOfCostWhileLookingAhead() {
        SubsetLosses losses = new SubsetLosses(new KnnFuser(exclusiveOr(), 9), Loss.SOFT, SubsetLosses.BYTES);
        FrugalSettings settings =
                FrugalSettings.DEFAULT.withNeighbours(40).withLambda(0.1).withLookAhead(3, 3);
        FrugalRun run = new FrugalRouter(losses, new double[] {0.1, 1, 1}, settings).start(Caps.ofCost(1.5));
        finish(run, new float[] {0.005f, 1, 0});
        assertThat(run.spent()).isLessThanOrEqualTo(1.5);
    }

    @Test
    void findsThePriceThatKeepsABudget() {
        OutputTable rows = RandomTables.labelledTwin(new Random(1), 400, 6, 4, 0.55);
        OutputTable heldOut = RandomTables.labelledTwin(new Random(2), 300, 6, 4, 0.55);
        OutputTable later = RandomTables.labelledTwin(new Random(3), 2_000, 6, 4, 0.55);
        double[] unit = new double[6];
        Arrays.fill(unit, 1);
        SubsetLosses losses = new SubsetLosses(new KnnFuser(rows, 9), Loss.SOFT, SubsetLosses.BYTES);
        FrugalRouter router = new FrugalRouter(losses, unit, FrugalSettings.DEFAULT.withNeighbours(20));
        BudgetSearch search = new BudgetSearch(router, heldOut);

        double dearest = Double.POSITIVE_INFINITY;
        for (double budget : new double[] {1.2, 1.6, 2, 2.5, 3}) {
            FrugalRouter within = search.within(budget);
            double cost = 0;
            for (int row = 0; row < later.rows(); row++) {
                FrugalRun run = within.start(Caps.NONE);
                while (run.next() instanceof Ask ask) {
                    run.answered(ask.expert(), later.block(ask.expert()).row(row));
                }
                cost += run.spent() / later.rows();
            }
            assertThat(cost).isLessThanOrEqualTo(1.02 * budget).isGreaterThan(0.6 * budget);
            assertThat(within.settings().lambda()).isLessThanOrEqualTo(dearest);
            dearest = within.settings().lambda();
        }
        assertThatThrownBy(() -> search.within(0.5))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("BUDGET_TOO_SMALL"));
    }

    private static StopReason finish(FrugalRun run, float[] said) {
        while (true) {
            Decision decision = run.next();
            if (decision instanceof Ask ask) {
                run.answered(ask.expert(), new float[] {said[ask.expert()]});
            } else if (decision instanceof Stop stop) {
                return stop.reason();
            }
        }
    }
}
