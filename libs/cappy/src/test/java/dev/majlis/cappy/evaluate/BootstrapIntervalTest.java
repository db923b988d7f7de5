package dev.majlis.cappy.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapIntervalTest {

    @Test
    void agreesWithTheNormalIntervalOfALargeSample() {
        double[] gains = new Random(1).doubles(2_000).map(x -> x - 0.4).toArray();

        BootstrapInterval interval = BootstrapInterval.of(gains, 0.95, 4_000, 2);

        double half = 1.96 * Math.sqrt(1.0 / 12 / gains.length);
        assertThat(interval.low()).isCloseTo(interval.mean() - half, within(0.1 * half));
        assertThat(interval.high()).isCloseTo(interval.mean() + half, within(0.1 * half));
        assertThat(interval.aboveZero()).isTrue();
    }

    @Test
    void aGainThatMayBeChanceIsNotProven() {
        double[] gains = new Random(3).doubles(200).map(x -> x - 0.5).toArray();

        assertThat(BootstrapInterval.of(gains, 0.95, 2_000, 2).aboveZero()).isFalse();
    }

    @Test
    void coversTheTruthAboutAsOftenAsItSays() {
        Random random = new Random(5);
        int covered = 0;
        for (int run = 0; run < 300; run++) {
            BootstrapInterval interval = BootstrapInterval.of(random.doubles(60).toArray(), 0.95, 400, run);
            if (interval.low() <= 0.5 && 0.5 <= interval.high()) {
                covered++;
            }
        }

        assertThat(covered).isBetween(270, 297);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] gains = {0.1, -0.2, 0.4, 0.0};

        assertThat(BootstrapInterval.of(gains, 0.9, 100, 1)).isEqualTo(BootstrapInterval.of(gains, 0.9, 100, 1));
    }
}
