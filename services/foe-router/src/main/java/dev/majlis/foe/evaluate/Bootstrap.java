package dev.majlis.foe.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** 95 % percentile intervals of a mean, from resampled rows. The same values and seed give the same interval. */
public record Bootstrap(int resamples, long seed) {
    public static final Bootstrap DEFAULT = new Bootstrap(1_000, 1);

    public Bootstrap {
        if (resamples < 40) {
            throw new IllegalArgumentException("resamples is " + resamples + ", must be at least 40");
        }
    }

    /** @param values of each row, not empty */
    public Interval mean(double[] values) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(means[(int) (0.025 * resamples)], means[(int) Math.ceil(0.975 * resamples) - 1]);
    }

    /** Of {@code one - other}, row by row: narrower than two intervals side by side. */
    public Interval difference(double[] one, double[] other) {
        double[] differences = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            differences[i] = one[i] - other[i];
        }
        return mean(differences);
    }
}
