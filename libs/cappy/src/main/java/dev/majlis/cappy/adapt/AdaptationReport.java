package dev.majlis.cappy.adapt;

import dev.majlis.cappy.data.PairCounts;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import java.util.List;

/**
 * The proof of an adaptation, on items that were held out.
 *
 * @param trainItems items that were trained on
 * @param heldOutItems items that were judged
 * @param pairs what became of the training items
 * @param pairsSha256 names the training data
 * @param policies controls, {@code before}, {@code after}, {@code oracle}
 * @param gain of {@code after} over {@code before}
 */
public record AdaptationReport(
        int trainItems,
        int heldOutItems,
        PairCounts pairs,
        String pairsSha256,
        List<PolicyOutcome> policies,
        BootstrapInterval gain) {
    public AdaptationReport {
        policies = List.copyOf(policies);
    }

    /** Whether the gain over the scorer of before is proven; a version without a proof must not be promoted. */
    public boolean promotable() {
        return gain.aboveZero();
    }
}
