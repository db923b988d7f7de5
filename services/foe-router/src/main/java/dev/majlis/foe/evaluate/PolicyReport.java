package dev.majlis.foe.evaluate;

import dev.majlis.foe.pool.Cost;
import java.util.Map;

/**
 * One policy on the rows of a test table (foe.md §7).
 *
 * @param accuracy mean gain: share of right labels, or mean quality of the chosen expert
 * @param accuracyInterval 95 %
 * @param overBestSingle 95 % interval of the gain over the best single expert, row by row
 * @param macroF1 mean over labels that occur; NaN where experts are chosen
 * @param logLoss in nats, probabilities at least 1e-6
 * @param calibrationError ECE over 15 bins
 * @param selectionAccuracy share of rows on which an expert as good as the best was chosen; NaN for labels
 * @param meanCost units
 * @param costs of one input on average, by kind
 * @param meanExperts asked
 * @param p95Experts asked
 * @param byDomain by the name of the domain
 */
public record PolicyReport(
        String policy,
        double accuracy,
        Interval accuracyInterval,
        Interval overBestSingle,
        double macroF1,
        double logLoss,
        double calibrationError,
        double selectionAccuracy,
        double meanCost,
        Cost costs,
        double meanExperts,
        int p95Experts,
        Map<String, DomainScore> byDomain,
        Confusion choices) {}
