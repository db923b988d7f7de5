package dev.majlis.models.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.majlis.models.ModelException;
import dev.majlis.models.text.Sampling;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogitSamplerTest {

    @Test
    void aStepOverALargeVocabularyAllocatesNothing() {
        int vocabulary = 49_152;
        float[] logits = gaussian(vocabulary);
        float[] row = new float[vocabulary];
        var sampling = new Sampling(0.8, 0.95, 50, 0.02, 1.2, 0.1, 0.1, Map.of(7, 1.0), 5);
        var sampler = new LogitSampler(sampling, 0, new int[] {1, 2, 3}, new int[] {0}, new SamplerScratch(vocabulary));
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 50; i++) {
            System.arraycopy(logits, 0, row, 0, vocabulary);
            sampler.next(row, true, TokenFilter.ALL);
        }

        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 100; i++) {
            System.arraycopy(logits, 0, row, 0, vocabulary);
            sampler.next(row, true, TokenFilter.ALL);
        }
        long perStep = (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 100;

        assertThat(perStep).as("bytes for each step").isLessThan(64);
    }

    @Test
    void drawsFromTheWholeVocabularyFollowTheSoftmax() {
        float[] logits = {0f, 1f, 2f, -1f, 0.5f, 1.5f, -2f, 0.25f};
        var sampler = new LogitSampler(Sampling.of(1.0, 42), 0, new int[0], new int[0], new SamplerScratch(8));
        int[] counts = new int[8];
        int draws = 100_000;

        for (int i = 0; i < draws; i++) {
            counts[sampler.next(logits.clone(), false, TokenFilter.ALL)]++;
        }

        double chiSquare = 0;
        double[] p = ReferenceSampler.softmax(new double[] {0, 1, 2, -1, 0.5, 1.5, -2, 0.25});
        for (int id = 0; id < 8; id++) {
            double mean = p[id] * draws;
            chiSquare += (counts[id] - mean) * (counts[id] - mean) / mean;
        }
        assertThat(chiSquare).as("χ² with 7 degrees of freedom, p = 0.001").isLessThan(24.32);
    }

    @Test
    void rejectedDrawsLeaveTheLawOfTheAllowedTokensAsItIs() {
        float[] logits = {3f, 1f, 2f, 3f, 3f, 3f, 3f, 3f};
        TokenFilter onlyOneAndTwo = new TokenFilter() {
            @Override
            public boolean allows(int token) {
                return token == 1 || token == 2;
            }

            @Override
            public void mask(float[] row) {
                for (int id = 0; id < row.length; id++) {
                    row[id] = allows(id) ? row[id] : Float.NEGATIVE_INFINITY;
                }
            }
        };
        var sampler = new LogitSampler(Sampling.of(1.0, 1), 0, new int[0], new int[0], new SamplerScratch(8));
        int twos = 0;

        for (int i = 0; i < 50_000; i++) {
            twos += sampler.next(logits.clone(), false, onlyOneAndTwo) == 2 ? 1 : 0;
        }

        assertThat(twos / 50_000.0).isCloseTo(Math.E / (1 + Math.E), within(0.01));
    }

    @Test
    void theSameSeedDrawsTheSameTokensAndTheNextChoiceOthers() {
        assertThat(tokens(7, 0)).isEqualTo(tokens(7, 0)).isNotEqualTo(tokens(7, 1));
        assertThat(tokens(7, 1)).isEqualTo(tokens(8, 0));
    }

    @Test
    void endTokensAreImpossibleBeforeTheMinimum() {
        var sampler = new LogitSampler(Sampling.greedy(), 0, new int[0], new int[] {2}, new SamplerScratch(3));

        assertThat(sampler.next(new float[] {0, 1, 9}, true, TokenFilter.ALL)).isEqualTo(1);
        assertThat(sampler.next(new float[] {0, 1, 9}, false, TokenFilter.ALL)).isEqualTo(2);
    }

    @Test
    void logitsThatAreNoNumbersAreAnEngineFault() {
        var sampler = new LogitSampler(Sampling.greedy(), 0, new int[0], new int[0], new SamplerScratch(2));

        assertThatThrownBy(() -> sampler.next(new float[] {0, Float.NaN}, false, TokenFilter.ALL))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void exponentialsAreAccurateAndExactlyZeroForForbiddenTokens() {
        float[] x = new float[4001];
        for (int i = 0; i < 4000; i++) {
            x[i] = -i * 0.005f;
        }
        x[4000] = Float.NEGATIVE_INFINITY;
        float[] out = new float[x.length];

        Exponentials.exp(x, x.length, 0f, 1f, out);

        for (int i = 0; i < 4000; i++) {
            assertThat(out[i] / Math.exp(x[i])).isCloseTo(1.0, within(1e-5));
        }
        assertThat(out[4000]).isZero();
    }

    private static int[] tokens(long seed, int choice) {
        float[] logits = new float[100];
        var sampler = new LogitSampler(Sampling.of(1, seed), choice, new int[0], new int[0], new SamplerScratch(100));
        int[] tokens = new int[20];
        Arrays.setAll(tokens, i -> sampler.next(logits.clone(), false, TokenFilter.ALL));
        return tokens;
    }

    private static float[] gaussian(int n) {
        var random = new Random(3);
        float[] logits = new float[n];
        for (int i = 0; i < n; i++) {
            logits[i] = (float) random.nextGaussian() * 3;
        }
        return logits;
    }
}
