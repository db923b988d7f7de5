package dev.majlis.foe.frugal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.frugal.PriceCurve.Point;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceCurveTest {
    private static final double[] PRICES = {1, 1, 2, 3};

    @Test
    void keepsBudgetsAndLossBoundsOnOtherRows() {
        FrugalRouter router = router(1);
        PriceCurve curve = PriceCurve.of(router, HeldOutRows.of(rows(2, 1_000), 1_000), done -> {});
        HeldOutRows later = HeldOutRows.of(rows(3, 1_500), 1_500);

        for (double budget : new double[] {1.3, 2, 3}) {
            Point measured = measured(router, curve.forBudget(budget), later);
            assertThat(measured.meanCost()).isLessThanOrEqualTo(1.02 * budget);
        }
        double dearest = Double.POSITIVE_INFINITY;
        for (double loss : new double[] {0.2, 0.1, 0.05}) {
            Point measured = measured(router, curve.forLoss(loss), later);
            // the bound is on the expectation; 1,500 rows know it to about 0.01
            assertThat(measured.meanGap()).isLessThanOrEqualTo(loss + 0.01);
            assertThat(measured.lambda()).isLessThanOrEqualTo(dearest);
            dearest = measured.lambda();
        }
        assertThatThrownBy(() -> curve.forBudget(0.5))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("BUDGET_TOO_SMALL"));
    }

    /** The promise is an expectation over draws of both held-out and further rows: taken here over 40 draws. */
    @Test
    void theExpectedGapStaysUnderTheBound() {
        FrugalRouter router = router(1);
        double allowed = 0.08;
        double gap = 0;
        for (int draw = 0; draw < 40; draw++) {
            PriceCurve curve = PriceCurve.of(router, HeldOutRows.of(rows(100 + draw, 60), 60), done -> {});
            gap += measured(router, curve.forLoss(allowed), HeldOutRows.of(rows(500 + draw, 60), 60))
                            .meanGap()
                    / 40;
        }
        assertThat(gap).isLessThanOrEqualTo(allowed);
    }

    @Test
    void boundsOnlyGrowWithThePriceAndRowsOfTheFuserServeToo() throws Exception {
        FrugalRouter router = router(1);
        PriceCurve curve = PriceCurve.of(router, HeldOutRows.leftOut(router, 300, 1), done -> {});
        PriceCurve other = PriceCurve.of(router, HeldOutRows.of(rows(2, 1_000), 1_000), done -> {});

        for (int i = 1; i < curve.points().size(); i++) {
            assertThat(curve.points().get(i).gapBound())
                    .isGreaterThanOrEqualTo(curve.points().get(i - 1).gapBound());
            assertThat(curve.points().get(i).meanCost())
                    .isCloseTo(other.points().get(i).meanCost(), within(0.35));
        }
        byte[] json = Json.write(curve);
        assertThat(Json.read(json, PriceCurve.class)).isEqualTo(curve);
    }

    private static Point measured(FrugalRouter router, double lambda, HeldOutRows rows) {
        double cost = 0;
        double gap = 0;
        for (int i = 0; i < rows.count(); i++) {
            FrugalRun run = rows.finished(router.withLambda(lambda), i);
            cost += run.spent() / rows.count();
            double loss = rows.loss(router, i, run.outputs().asked());
            double full = rows.loss(router, i, router.fuser().rows().all());
            gap += Math.max(0, loss - full) / rows.count();
        }
        return new Point(lambda, cost, 0, 0, gap, 0, 0);
    }

    private static FrugalRouter router(long seed) {
        SubsetLosses losses = new SubsetLosses(new KnnFuser(rows(seed, 500), 9), Loss.SOFT, SubsetLosses.BYTES);
        return new FrugalRouter(losses, PRICES, FrugalSettings.DEFAULT.withNeighbours(20));
    }

    private static OutputTable rows(long seed, int count) {
        return RandomTables.labelledTwin(new Random(seed), count, 4, 4, 0.6);
    }
}
