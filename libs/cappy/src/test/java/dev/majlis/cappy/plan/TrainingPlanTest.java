package dev.majlis.cappy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** cappy.md §8 row 12: the learning rates of 800 updates in both modes. */
class TrainingPlanTest {

    @Test
    void countedInUpdatesItPeaksAtUpdateEightyAndEndsAtZero() {
        TrainingPlan plan = TrainingPlan.published(Schedule.UPDATES);
        List<Double> rates = rates(plan);

        assertThat(plan.updates()).isEqualTo(800);
        assertThat(plan.rate(80)).isEqualTo(2e-5);
        assertThat(plan.rate(800)).isZero();
        assertThat(rates.subList(0, 80)).isSorted();
        assertThat(rates.subList(79, 800)).isSortedAccordingTo((one, two) -> Double.compare(two, one));
        assertThat(rates).allMatch(rate -> rate <= 2e-5);
    }

    @Test
    void asPublishedItOnlyClimbsToFiveEighthsOfThePeak() {
        TrainingPlan plan = TrainingPlan.published(Schedule.OFFICIAL);

        assertThat(plan.microBatches()).isEqualTo(12_800);
        assertThat(rates(plan)).isSorted().doesNotHaveDuplicates();
        assertThat(plan.rate(800)).isCloseTo(1.25e-5, within(1e-18));
    }

    @Test
    void withoutAccumulationBothAreTheSame() {
        var updates = new TrainingPlan(640, 8, 1, 1e-3, 0.1, Schedule.UPDATES);
        var official = new TrainingPlan(640, 8, 1, 1e-3, 0.1, Schedule.OFFICIAL);

        assertThat(rates(updates)).isEqualTo(rates(official));
    }

    @Test
    void aRateOutsideThePlanIsRefused() {
        TrainingPlan plan = TrainingPlan.published(Schedule.UPDATES);

        assertThatIllegalArgumentException().isThrownBy(() -> plan.rate(0));
        assertThatIllegalArgumentException().isThrownBy(() -> plan.rate(801));
    }

    private static List<Double> rates(TrainingPlan plan) {
        return IntStream.rangeClosed(1, plan.updates()).mapToObj(plan::rate).toList();
    }
}
