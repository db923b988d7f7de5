package dev.majlis.foe.twin;

import static dev.majlis.foe.twin.TwinCouncil.rehearse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.BudgetSearch;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.table.OutputTable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The twin at full size; minutes, so not with the unit tests (foe.md §8 rows 3, 4 and 14). */
class TwinIT {
    @Test
    void ordersPoliciesAsMeasured() {
        SyntheticTwin twin = SyntheticTwin.of(1, 0.7);
        LogisticFuser fuser = LogisticFuser.train(twin.fuser(), twin.fuser(), LogisticSettings.FULL);
        Council council = TwinCouncil.of(twin.pool(), fuser, FrugalSettings.DEFAULT);
        double average = IntStream.range(0, 20)
                .mapToDouble(k ->
                        rehearse(council, twin.test(), new Policy.Single(k)).accuracy())
                .average()
                .orElseThrow();
        double full = rehearse(council, twin.test(), new Policy.FoeFull()).accuracy();
        double uniform =
                rehearse(council, twin.test(), new Policy.UniformEnsemble()).accuracy();
        double confident =
                rehearse(council, twin.test(), new Policy.MaxConfidence()).accuracy();
        double oracle = rehearse(council, twin.test(), new Policy.Oracle()).accuracy();

        assertThat(oracle).isGreaterThan(full);
        assertThat(full).isGreaterThanOrEqualTo(Math.max(uniform, confident) + 0.03);
        assertThat(Math.min(uniform, confident)).isGreaterThan(average + 0.2);
    }

    @Test
    void frugalBeatsRandomSubsetsOfItsSize() {
        SyntheticTwin twin = SyntheticTwin.of(1, 0.7);
        Council council =
                TwinCouncil.of(twin.pool(), new KnnFuser(twin.fuser(), KnnFuser.NEIGHBOURS), FrugalSettings.DEFAULT);
        OutputTable inputs = SyntheticTwin.some(twin.test(), 200, 3);

        Outcomes frugal = rehearse(council, inputs, new Policy.FoeFrugal(0.02, Caps.NONE));
        int size = (int) Math.ceil(frugal.meanExperts());
        double random =
                rehearse(council, inputs, new Policy.RandomExperts(size, 1)).accuracy();

        assertThat(frugal.accuracy()).isGreaterThanOrEqualTo(random + 0.04);
    }

    @Test
    void keepsBudgetsOnRowsItHasNotSeen() {
        SyntheticTwin twin = SyntheticTwin.of(2, 0.7);
        OutputTable rows = SyntheticTwin.some(twin.fuser(), 1_100, 1);
        OutputTable fit = rows.pick(IntStream.range(0, 500).toArray());
        OutputTable heldOut = rows.pick(IntStream.range(500, 1_100).toArray());
        Council council = TwinCouncil.of(twin.pool(), new KnnFuser(fit, KnnFuser.NEIGHBOURS), FrugalSettings.DEFAULT);
        BudgetSearch search = new BudgetSearch(council.router(), heldOut);

        for (double budget : new double[] {1.5, 3}) {
            double lambda = search.within(budget).settings().lambda();
            double cost = rehearse(
                            council, SyntheticTwin.some(twin.test(), 800, 2), new Policy.FoeFrugal(lambda, Caps.NONE))
                    .meanCost();

            assertThat(cost).isLessThanOrEqualTo(1.02 * budget);
        }
    }
}
