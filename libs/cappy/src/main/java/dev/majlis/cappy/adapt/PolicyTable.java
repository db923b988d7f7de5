package dev.majlis.cappy.adapt;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import dev.majlis.cappy.rouge.RougeMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Which of an item's candidates each policy picks, and what that is worth ({@link Measure}). Always holds the controls {@code first}, {@code
 * random}, {@code longest}, {@code shortest} and {@code oracle}, and the generator's own likelihoods where the samples carry them.
 * Not thread-safe.
 */
public final class PolicyTable {
    private static final double LEVEL = 0.95;
    private static final int RESAMPLES = 5000;

    private final List<Example> items;
    private final double[][] worth;
    private final Map<String, double[]> picked = new LinkedHashMap<>();
    private final long seed;

    /**
     * @param items with at least one sample or choice each
     * @param seed of the random policy and the intervals
     */
    public PolicyTable(List<Example> items, RougeMode mode, long seed) {
        this.items = List.copyOf(items);
        this.seed = seed;
        if (items.isEmpty()
                || items.stream().anyMatch(item -> Candidates.of(item).isEmpty())) {
            throw new IllegalArgumentException("every item needs samples to choose from");
        }
        var candidates = new Candidates(mode);
        this.worth = items.stream()
                .map(item -> Candidates.of(item).stream()
                        .mapToDouble(candidate -> candidates.worth(item, candidate))
                        .toArray())
                .toArray(double[][]::new);
        var random = new Random(seed);
        add("first", (item, i) -> -i);
        add("random", (item, i) -> random.nextDouble());
        add("longest", (item, i) -> response(item, i).length());
        add("shortest", (item, i) -> -response(item, i).length());
        addLikelihood("self_score_sum", Sample::logLikelihoodSum);
        addLikelihood("self_score_mean", Sample::logLikelihoodMean);
        add("oracle", (item, i) -> worth[item][i]);
    }

    /** How much a policy likes a sample of an item; the highest is picked, the lower index on a tie. */
    public interface Preference {
        double of(int item, int sample);
    }

    /** Adds a policy. */
    public PolicyTable add(String policy, Preference preference) {
        double[] values = new double[items.size()];
        for (int item = 0; item < values.length; item++) {
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < worth[item].length; i++) {
                double value = preference.of(item, i);
                if (value > highest) {
                    highest = value;
                    best = i;
                }
            }
            values[item] = worth[item][best];
        }
        picked.put(policy, values);
        return this;
    }

    /**
     * Adds a policy that follows scores.
     *
     * @param scores one for each sample, item by item
     */
    public PolicyTable add(String policy, float[] scores) {
        int[] starts = new int[items.size()];
        int at = 0;
        for (int item = 0; item < starts.length; item++) {
            starts[item] = at;
            at += worth[item].length;
        }
        if (at != scores.length) {
            throw new IllegalArgumentException("%d scores for %d samples".formatted(scores.length, at));
        }
        return add(policy, (item, i) -> scores[starts[item] + i]);
    }

    private void addLikelihood(String policy, Function<Sample, Optional<Double>> likelihood) {
        boolean all = items.stream()
                .flatMap(item -> Candidates.of(item).stream())
                .allMatch(sample -> likelihood.apply(sample).isPresent());
        if (all) {
            add(policy, (item, i) -> likelihood
                    .apply(Candidates.of(items.get(item)).get(i))
                    .orElseThrow());
        }
    }

    private String response(int item, int i) {
        return Candidates.of(items.get(item)).get(i).response();
    }

    /** Worth of a policy's picks, one an item. */
    public double[] of(String policy) {
        double[] values = picked.get(policy);
        if (values == null) {
            throw new IllegalArgumentException("there is no policy " + policy);
        }
        return values.clone();
    }

    /** Mean difference of two policies over the same items. */
    public BootstrapInterval gain(String policy, String over) {
        double[] one = of(policy);
        double[] other = of(over);
        double[] differences = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            differences[i] = one[i] - other[i];
        }
        return BootstrapInterval.of(differences, LEVEL, RESAMPLES, seed);
    }

    /** All policies in the order in which they were added, the oracle last. */
    public List<PolicyOutcome> outcomes() {
        List<PolicyOutcome> outcomes = new ArrayList<>();
        for (String policy : picked.keySet()) {
            if (!policy.equals("oracle")) {
                outcomes.add(outcome(policy));
            }
        }
        outcomes.add(outcome("oracle"));
        return outcomes;
    }

    private PolicyOutcome outcome(String policy) {
        double sum = 0;
        for (double value : picked.get(policy)) {
            sum += value;
        }
        return new PolicyOutcome(policy, sum / items.size(), gain(policy, "first"));
    }
}
