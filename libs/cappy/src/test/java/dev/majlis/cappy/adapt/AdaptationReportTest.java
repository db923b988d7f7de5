package dev.majlis.cappy.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.cappy.data.PairCounts;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptationReportTest {
    private static final BootstrapInterval PROVEN = new BootstrapInterval(.05, .01, .09, .95, 40);
    private static final BootstrapInterval UNPROVEN = new BootstrapInterval(.05, 0, .1, .95, 40);

    private static AdaptationReport report(BootstrapInterval overFirst, BootstrapInterval overBefore) {
        return new AdaptationReport(
                160, 40, Measure.ROUGE_L, new PairCounts(1, 0, 1, 1, 0, 0), "0", List.of(), overFirst, overBefore);
    }

    @Test
    void aGainWhoseIntervalTouchesZeroIsNoProof() {
        assertThat(report(PROVEN, PROVEN).promotable()).isTrue();
        assertThat(report(PROVEN, UNPROVEN).hindrance())
                .contains("the gain over the scorer of before is not proven: +5.0 points on 40 held-out items,"
                        + " 95 % interval +0.0 to +10.0, which is not above zero");
        assertThat(report(UNPROVEN, PROVEN).hindrance())
                .hasValueSatisfying(why -> assertThat(why).contains("taking the first candidate"));
    }
}
