package dev.majlis.nn.classify;

import dev.majlis.nn.train.TrainingResult;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a training of a classifier has come to.
 *
 * @param result of the run
 * @param trainRows learnt from
 * @param heldOutRows measured on
 * @param accuracy share of the held-out rows whose likeliest class is right; nothing without such rows
 * @param logLoss of the held-out rows, with the temperature
 * @param temperature fitted on them; 1 where there are too few
 * @param counts of all rows by label
 */
public record ClassifierReport(
        TrainingResult result,
        int trainRows,
        int heldOutRows,
        OptionalDouble accuracy,
        OptionalDouble logLoss,
        double temperature,
        Map<String, Integer> counts) {
    public ClassifierReport {
        counts = Map.copyOf(counts);
    }
}
