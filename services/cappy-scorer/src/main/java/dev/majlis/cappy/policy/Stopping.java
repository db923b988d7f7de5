package dev.majlis.cappy.policy;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.text.Fields;
import java.util.List;
import java.util.Optional;

/**
 * When to stop sampling (cappy.md §7): as soon as one more candidate is expected to gain less than it costs. The gain is estimated
 * from the scores at hand: the mean over candidates of how far each lies above the best of the others. Deterministic.
 *
 * @param maxN most candidates
 * @param minN candidates before the first look, 2 to maxN (1 when maxN is)
 * @param minGain least gain worth a candidate, in units of the score
 * @param costPerSample of one candidate, in any unit
 * @param lambda score that one unit of cost must gain
 * @param step candidates sampled between two looks
 */
public record Stopping(int maxN, int minN, double minGain, double costPerSample, double lambda, int step) {
    /** Most candidates when a request names no number. */
    public static final int DEFAULT_MAX = 17;

    private static final int DEFAULT_MIN = 4;

    /** Why no more candidates were sampled. */
    public enum Reason {
        /** One more was expected to gain less than it costs. */
        GAIN,
        /** There are as many as wanted. */
        MAX_N;

        public String wireName() {
            return this == GAIN ? "gain" : "max_n";
        }
    }

    /**
     * @param most what the generator would write without stopping
     * @throws dev.majlis.mesh.error.MeshException naming the field
     */
    public static Stopping of(Fields fields, int most) {
        int maxN = fields.whole("max_n", 1, most).orElse(Math.min(DEFAULT_MAX, most));
        int least = Math.min(2, maxN);
        var stopping = new Stopping(
                maxN,
                fields.whole("min_n", least, maxN).orElse(Math.min(DEFAULT_MIN, maxN)),
                amount(fields, "min_gain").orElse(0.0),
                amount(fields, "cost_per_sample").orElse(0.0),
                amount(fields, "lambda").orElse(1.0),
                fields.whole("step", 1, most).orElse(1));
        fields.refuseUnknown();
        return stopping;
    }

    private static Optional<Double> amount(Fields fields, String name) {
        Optional<Double> value = fields.number(name);
        value.filter(number -> number < 0).ifPresent(number -> {
            throw Failures.invalid(fields.pointer(name), "must not be below 0, got " + number);
        });
        return value;
    }

    /** Gain below which it stops: the larger of {@link #minGain} and cost · λ. */
    public double threshold() {
        return Math.max(minGain, costPerSample * lambda);
    }

    /** Empty while sampling goes on. */
    public Optional<Reason> reason(List<Double> scores) {
        if (scores.size() >= maxN) {
            return Optional.of(Reason.MAX_N);
        }
        return scores.size() >= minN && expectedGain(scores) < threshold()
                ? Optional.of(Reason.GAIN)
                : Optional.empty();
    }

    /** Candidates to sample next. */
    int next(int have) {
        return have < minN ? minN - have : Math.min(step, maxN - have);
    }

    /**
     * 1/n · Σ max(0, sᵢ − max of the others). Only the best candidate lies above all others, so it is its lead divided by n; 0 for
     * a tie.
     *
     * @param scores at least two
     */
    public static double expectedGain(List<Double> scores) {
        if (scores.size() < 2) {
            throw new IllegalArgumentException("%d scores tell nothing about the next".formatted(scores.size()));
        }
        int best = Choice.argmax(scores);
        double second = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.size(); i++) {
            if (i != best) {
                second = Math.max(second, scores.get(i));
            }
        }
        return (scores.get(best) - second) / scores.size();
    }
}
