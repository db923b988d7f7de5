package dev.majlis.foe.twin;

import static dev.majlis.foe.twin.TwinCouncil.rehearse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One seed of the synthetic twin; {@code TwinIT} takes five (foe.md §8). */
class TwinTest {
    private final SyntheticTwin twin = SyntheticTwin.of(1, 0.7);
    private final FrugalSettings settings = new FrugalSettings(0.02, 30, Loss.SOFT, 1, 4, 300, 1);
    private final Council knn = TwinCouncil.of(twin.pool(), new KnnFuser(twin.fuser(), KnnFuser.NEIGHBOURS), settings);

    @Test
    void isTheTwinThatWasMeasured() {
        double average = IntStream.range(0, 20)
                .mapToDouble(
                        k -> rehearse(knn, twin.test(), new Policy.Single(k)).accuracy())
                .average()
                .orElseThrow();
        double uniform =
                rehearse(knn, twin.test(), new Policy.UniformEnsemble()).accuracy();
        double confident =
                rehearse(knn, twin.test(), new Policy.MaxConfidence()).accuracy();

        assertThat(average).isCloseTo(0.293, within(0.015));
        assertThat(uniform).isCloseTo(0.736, within(0.03));
        assertThat(confident).isCloseTo(0.752, within(0.03));
    }

    @Test
    void fusersBeatWhatNeedsNoTraining() {
        LogisticFuser fuser = LogisticFuser.train(twin.fuser(), twin.fuser(), LogisticSettings.FULL);
        Council linear = TwinCouncil.of(twin.pool(), fuser, settings);
        double full = rehearse(linear, twin.test(), new Policy.FoeFull()).accuracy();
        double near = rehearse(knn, SyntheticTwin.some(twin.test(), 1_000, 5), new Policy.FoeFull())
                .accuracy();
        double uniform =
                rehearse(knn, twin.test(), new Policy.UniformEnsemble()).accuracy();
        double confident =
                rehearse(knn, twin.test(), new Policy.MaxConfidence()).accuracy();

        assertThat(full).isGreaterThan(Math.max(uniform, confident) + 0.03);
        assertThat(near).isCloseTo(0.78, within(0.03));
    }

    @Test
    void frugalAsksFewAndHigherPricesAskFewer() {
        OutputTable few = SyntheticTwin.some(twin.fuser(), 1_000, 4);
        Council small = TwinCouncil.of(twin.pool(), new KnnFuser(few, KnnFuser.NEIGHBOURS), settings);
        OutputTable inputs = SyntheticTwin.some(twin.test(), 40, 3);

        Outcomes cheap = rehearse(small, inputs, new Policy.FoeFrugal(0.02, Caps.NONE));
        Outcomes dear = rehearse(small, inputs, new Policy.FoeFrugal(0.2, Caps.NONE));
        Outcomes single = rehearse(small, inputs, new Policy.FoeFrugal(Double.POSITIVE_INFINITY, Caps.NONE));

        assertThat(cheap.meanExperts()).isBetween(3.0, 9.0);
        assertThat(dear.meanExperts()).isLessThan(cheap.meanExperts());
        assertThat(single.meanExperts()).isEqualTo(1);
        assertThat(cheap.accuracy()).isGreaterThan(single.accuracy() + 0.1);
    }

    @Test
    void learnsNothingFromShuffledLabels() {
        OutputTable rows = twin.fuser();
        int[] labels = new Random(9).ints(rows.rows(), 0, 20).toArray();
        OutputTable shuffled =
                OutputTable.of(IntStream.range(0, 20).mapToObj(rows::block).toList(), Targets.labels(labels, 20));
        Council council = TwinCouncil.of(
                twin.pool(),
                LogisticFuser.train(shuffled, shuffled, new LogisticSettings(5, 64, 0.01, 1e-3, 0, 1)),
                settings);
        double accuracy = rehearse(council, twin.test(), new Policy.FoeFull()).accuracy();

        assertThat(accuracy).isCloseTo(0.05, within(0.015));
    }
}
