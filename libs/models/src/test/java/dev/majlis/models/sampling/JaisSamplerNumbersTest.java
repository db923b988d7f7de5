package dev.majlis.models.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.models.text.Sampling;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The sampler check of jais.md §2.5: logits of the golden model, penalty 1.2 over {1,2,3,5,7}, T 0.3, nucleus 0.9. */
@SuppressWarnings("FloatingPointLiteralPrecision") // as the specification prints them
class JaisSamplerNumbersTest {

    private static final float[] LOGITS = {
        -0.134029186f,
        0.393414753f,
        0.597080049f,
        0.824665579f,
        0.998953094f,
        0.514086845f,
        -0.943301451f,
        1.306657402f,
        0.624759328f,
        0.374082730f,
        0.930112717f,
        -0.001313724f,
        -1.258838468f,
        -2.123070594f,
        0.290404776f,
        -2.705795365f
    };
    private static final int[] PROMPT = {1, 5, 3, 7, 2};
    private static final Sampling SAMPLING = new Sampling(0.3, 0.9, 0, 0, 1.2, 0, 0, Map.of(), 1);
    private static final int DRAWS = 200_000;

    @Test
    void theRepetitionPenaltyDividesPositiveLogits() {
        float[] row = LOGITS.clone();

        new TokenPenalties(row.length, SAMPLING, PROMPT, new int[0]).apply(row, false);

        assertThat(row[1]).isCloseTo(0.327845627f, within(1e-6f));
        assertThat(row[2]).isCloseTo(0.497566708f, within(1e-6f));
        assertThat(row[3]).isCloseTo(0.687221316f, within(1e-6f));
        assertThat(row[5]).isCloseTo(0.428405704f, within(1e-6f));
        assertThat(row[7]).isCloseTo(1.088881168f, within(1e-6f));
    }

    @Test
    void theReferenceGivesTheProbabilitiesOfTheSpecification() {
        double[] penalised = ReferenceSampler.penalised(LOGITS, SAMPLING, PROMPT, new int[0], new int[0], false);
        double[] p = ReferenceSampler.probabilities(penalised, Sampling.of(0.3, 1));

        assertThat(p[7]).isCloseTo(0.299292, within(1e-6));
        assertThat(p[4]).isCloseTo(0.221774, within(1e-6));
        assertThat(p[10]).isCloseTo(0.176301, within(1e-6));
        assertThat(p[3]).isCloseTo(0.078457, within(1e-6));
        assertThat(p[8]).isCloseTo(0.063710, within(1e-6));
        assertThat(p[2]).isCloseTo(0.041695, within(1e-6));
    }

    @Test
    void theNucleusOfNinetyPercentKeepsSevenTokensInTheRightShares() {
        var scratch = new SamplerScratch(LOGITS.length);
        int[] counts = new int[LOGITS.length];

        for (int seed = 0; seed < DRAWS; seed++) {
            var sampling = new Sampling(0.3, 0.9, 0, 0, 1.2, 0, 0, Map.of(), seed);
            counts[
                    new LogitSampler(sampling, 0, PROMPT, new int[0], scratch)
                            .next(LOGITS.clone(), false, TokenFilter.ALL)]++;
        }

        Set<Integer> drawn = new TreeSet<>();
        for (int id = 0; id < counts.length; id++) {
            if (counts[id] > 0) {
                drawn.add(id);
            }
        }
        assertThat(drawn).containsExactlyInAnyOrder(7, 4, 10, 3, 8, 2, 5);
        double[] expected = ReferenceSampler.probabilities(
                ReferenceSampler.penalised(LOGITS, SAMPLING, PROMPT, new int[0], new int[0], false), SAMPLING);
        assertThat(chiSquare(counts, expected))
                .as("χ² with 6 degrees of freedom, p = 0.001")
                .isLessThan(22.46);
    }

    private static double chiSquare(int[] counts, double[] expected) {
        double sum = 0;
        for (int id = 0; id < counts.length; id++) {
            if (expected[id] > 0) {
                double mean = expected[id] * DRAWS;
                sum += (counts[id] - mean) * (counts[id] - mean) / mean;
            }
        }
        return sum;
    }
}
