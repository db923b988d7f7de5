package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    /** cappy §8 row 12: 800 updates counted in updates. */
    @Test
    void peaksAtTheEndOfTheWarmUpAndEndsAtZero() {
        LearningRate rate = LearningRate.linear(2e-5, 0.1);

        assertThat(rate.at(0, 800)).isZero();
        assertThat(rate.at(80, 800)).isEqualTo(2e-5);
        assertThat(rate.at(79, 800)).isLessThan(2e-5);
        assertThat(rate.at(440, 800)).isCloseTo(1e-5, within(1e-12));
        assertThat(rate.at(800, 800)).isZero();
    }

    /** cappy §8 row 12: the official code counts micro-batches, 12,800 of them, while the optimiser makes 800 updates. */
    @Test
    void risesAllTheWayToFiveEighthsOfThePeakAsInTheOfficialCode() {
        LearningRate rate = LearningRate.linear(2e-5, 0.1).over(12_800);

        for (int update = 1; update <= 800; update++) {
            assertThat(rate.at(update, 800)).isGreaterThan(rate.at(update - 1, 800));
        }
        assertThat(rate.at(800, 800)).isCloseTo(1.25e-5, within(1e-12));
    }

    @Test
    void fallsByHalfACosine() {
        LearningRate rate = LearningRate.cosine(1, 0).withWarmup(10);

        assertThat(rate.at(5, 110)).isEqualTo(0.5);
        assertThat(rate.at(10, 110)).isEqualTo(1);
        assertThat(rate.at(60, 110)).isCloseTo(0.5, within(1e-9));
        assertThat(rate.at(35, 110)).isCloseTo((1 + Math.cos(Math.PI / 4)) / 2, within(1e-9));
        assertThat(rate.at(110, 110)).isCloseTo(0, within(1e-9));
    }

    @Test
    void refusesRatesThatCannotBeMeant() {
        assertThatThrownBy(() -> LearningRate.linear(-1, 0)).hasMessageContaining("peak in [0, 10)");
        assertThatThrownBy(() -> LearningRate.linear(Double.NaN, 0)).hasMessageContaining("peak");
        assertThatThrownBy(() -> LearningRate.linear(1, 1.5)).hasMessageContaining("share");
    }
}
