package dev.majlis.cappy.evaluate;

import java.util.Arrays;
import java.util.Random;

/**
 * Mean of paired differences with a percentile bootstrap interval.
 *
 * @param mean of all differences
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param level for example 0.95
 * @param items how many differences
 */
public record BootstrapInterval(double mean, double low, double high, double level, int items) {

    /**
     * The same for the same seed on every machine.
     *
     * @param differences one for each item, for example Rouge-L of two policies; at least one, finite
     * @param resamples for example 10 000
     */
    public static BootstrapInterval of(double[] differences, double level, int resamples, long seed) {
        if (differences.length == 0 || !Arrays.stream(differences).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("differences is empty or not finite");
        }
        if (!(level > 0 && level < 1) || resamples < 1) {
            throw new IllegalArgumentException("level %s, resamples %d".formatted(level, resamples));
        }
        Random random = new Random(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[r] = sum / differences.length;
        }
        Arrays.sort(means);
        double tail = (1 - level) / 2;
        return new BootstrapInterval(
                Arrays.stream(differences).sum() / differences.length,
                quantile(means, tail),
                quantile(means, 1 - tail),
                level,
                differences.length);
    }

    /** Whether the gain is proven: a model whose interval includes zero must not be promoted. */
    public boolean aboveZero() {
        return low > 0;
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
