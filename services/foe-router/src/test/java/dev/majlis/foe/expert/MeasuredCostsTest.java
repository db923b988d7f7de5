package dev.majlis.foe.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.pool.Cost;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuredCostsTest {
    private static final RegisteredExpert FIXED = Experts.classifier("fixed", new Endpoint.MeshExpert("some.expert"));
    private static final RegisteredExpert MEASURED = Experts.measured(FIXED);

    private final MeasuredCosts costs = new MeasuredCosts();

    @Test
    void aFixedCostStaysWhatWasSaid() {
        assertThat(costs.record(FIXED, 900, Said.words("x").withTokens(Optional.of(7.0))))
                .isEqualTo(FIXED.expert().cost());
        assertThat(costs.expected(FIXED)).isEqualTo(FIXED.expert().cost());
    }

    @Test
    void aMeasuredCallCostsWhatItTook() {
        assertThat(costs.expected(MEASURED)).isEqualTo(FIXED.expert().cost());

        assertThat(costs.record(MEASURED, 12, Said.words("x").withTokens(Optional.of(7.0))))
                .isEqualTo(new Cost(2, 12, 4, 7));
    }

    @Test
    void oneSlowCallMovesNothingAndALastingChangeShows() {
        for (int call = 0; call < 20; call++) {
            costs.record(MEASURED, 10, Said.words("x"));
        }
        costs.record(MEASURED, 5_000, Said.words("x"));
        assertThat(costs.expected(MEASURED).ms()).isEqualTo(10);

        for (int call = 0; call < 30; call++) {
            costs.record(MEASURED, 40, Said.words("x"));
        }
        assertThat(costs.expected(MEASURED).ms()).isCloseTo(40, within(1.0));
    }
}
