package dev.majlis.models.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.models.text.Sampling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The fast sampler draws what the plain reference draws from the same uniform number. */
class LogitSamplerPropertyTest {

    /** Draws whose uniform number is so close to a border that float weights may decide the other way. */
    private static final double BORDER = 2e-5;

    @Property(tries = 600)
    void agreesWithTheReference(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 700) int vocabulary,
            @ForAll @DoubleRange(min = 0.05, max = 2) double temperature,
            @ForAll @DoubleRange(min = 0.05, max = 1) double topP,
            @ForAll @IntRange(min = 0, max = 120) int topK,
            @ForAll @DoubleRange(min = 0, max = 0.5) double minP) {
        var random = new Random(seed);
        float[] logits = logits(random, vocabulary);
        int[] prompt = ids(random, vocabulary);
        int[] answer = ids(random, vocabulary);
        int[] end = {random.nextInt(vocabulary)};
        var sampling = new Sampling(temperature, topP, topK, minP, 1.3, 0.4, 0.2, bias(random, vocabulary), seed);
        boolean endForbidden = vocabulary > 2 && random.nextBoolean();

        double[] penalised = ReferenceSampler.penalised(logits, sampling, prompt, answer, end, endForbidden);
        double[] expected = ReferenceSampler.probabilities(penalised, sampling);
        var sampler = new LogitSampler(sampling, 3, prompt, end, new SamplerScratch(vocabulary));
        Arrays.stream(answer).forEach(sampler::accept);
        int drawn = sampler.next(logits.clone(), endForbidden, TokenFilter.ALL);

        double uniform = new SplittableRandom(seed + 3).nextDouble();
        assertThat(drawn)
                .isIn(
                        ReferenceSampler.pick(expected, uniform),
                        ReferenceSampler.pick(expected, Math.max(0, uniform - BORDER)),
                        ReferenceSampler.pick(expected, Math.min(Math.nextDown(1.0), uniform + BORDER)));
    }

    @Property(tries = 200)
    void temperatureZeroTakesTheLargestPenalisedLogit(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 700) int vocabulary) {
        var random = new Random(seed);
        float[] logits = logits(random, vocabulary);
        int[] prompt = ids(random, vocabulary);
        var sampling = new Sampling(0, 0.9, 5, 0, 1.2, 0, 0, Map.of(), seed);

        int drawn = new LogitSampler(sampling, 0, prompt, new int[0], new SamplerScratch(vocabulary))
                .next(logits.clone(), false, TokenFilter.ALL);

        double[] penalised = ReferenceSampler.penalised(logits, sampling, prompt, new int[0], new int[0], false);
        assertThat(penalised[drawn]).isCloseTo(Arrays.stream(penalised).max().orElseThrow(), within(1e-5));
    }

    @Property(tries = 200)
    void logProbabilitiesAreThoseOfSoftmax(@ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int vocabulary) {
        var random = new Random(seed);
        float[] logits = logits(random, vocabulary);
        double[] exact = new double[vocabulary];
        Arrays.setAll(exact, i -> logits[i]);
        double[] expected = ReferenceSampler.softmax(exact);

        var logProbabilities = new LogProbabilities(new SamplerScratch(vocabulary));
        double logSumExp = logProbabilities.logSumExp(logits);
        int[] top = logProbabilities.top(logits, 5);

        for (int id : top) {
            assertThat(logits[id] - logSumExp).isCloseTo(Math.log(expected[id]), within(1e-5));
        }
        assertThat(Arrays.stream(top).mapToDouble(id -> logits[id]))
                .containsExactlyElementsOf(Arrays.stream(exact)
                        .sorted()
                        .mapToObj(x -> x)
                        .sorted((a, b) -> Double.compare(b, a))
                        .limit(Math.min(5, vocabulary))
                        .toList());
    }

    private static float[] logits(Random random, int vocabulary) {
        float spread = 0.5f + 6 * random.nextFloat();
        float[] logits = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            logits[i] = (float) random.nextGaussian() * spread;
        }
        return logits;
    }

    private static int[] ids(Random random, int vocabulary) {
        return random.ints(random.nextInt(12), 0, vocabulary).toArray();
    }

    private static Map<Integer, Double> bias(Random random, int vocabulary) {
        Map<Integer, Double> bias = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            bias.put(random.nextInt(vocabulary), random.nextDouble() * 4 - 2);
        }
        return bias;
    }
}
