package dev.majlis.foe.evaluate;

import java.util.Map;

/**
 * One policy on the rows of a test table (foe.md §7).
 *
 * @param accuracy mean gain: share of right labels, or mean quality of the chosen expert
 * @param accuracyInterval 95 %
 * @param macroF1 mean over labels that occur; NaN where experts are chosen
 * @param logLoss in nats, probabilities at least 1e-6
 * @param calibrationError ECE over 15 bins
 * @param selectionAccuracy share of rows whose right expert was chosen; NaN for labels
 * @param meanCost units
 * @param meanExperts asked
 * @param p95Experts asked
 * @param byDomain accuracy by the name of the domain
 */
public record PolicyReport(
        String policy,
        double accuracy,
        Interval accuracyInterval,
        double macroF1,
        double logLoss,
        double calibrationError,
        double selectionAccuracy,
        double meanCost,
        double meanExperts,
        int p95Experts,
        Map<String, Double> byDomain) {}
