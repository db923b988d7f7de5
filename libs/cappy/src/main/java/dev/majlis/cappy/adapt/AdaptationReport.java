package dev.majlis.cappy.adapt;

import dev.majlis.cappy.data.PairCounts;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proof of an adaptation, on items that were held out.
 *
 * @param trainItems items that were trained on
 * @param heldOutItems items that were judged
 * @param measure of what was picked
 * @param pairs what became of the training items
 * @param pairsSha256 names the training data
 * @param policies controls, {@code before}, {@code after}, {@code oracle}
 * @param gainOverFirst of {@code after} over the first candidate
 * @param gain of {@code after} over {@code before}
 */
public record AdaptationReport(
        int trainItems,
        int heldOutItems,
        Measure measure,
        PairCounts pairs,
        String pairsSha256,
        List<PolicyOutcome> policies,
        BootstrapInterval gainOverFirst,
        BootstrapInterval gain) {
    public AdaptationReport {
        policies = List.copyOf(policies);
    }

    /** Whether the gain is proven; a version without a proof must not be promoted. */
    public boolean promotable() {
        return hindrance().isEmpty();
    }

    /**
     * Why this must not be promoted, in words with the numbers: a scorer that is not surely better than the one before, or than taking
     * the first candidate, is worth nothing.
     */
    public Optional<String> hindrance() {
        return unproven(gain, "the scorer of before").or(() -> unproven(gainOverFirst, "taking the first candidate"));
    }

    private static Optional<String> unproven(BootstrapInterval gain, String over) {
        if (gain.aboveZero()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the gain over %s is not proven: %+.1f points on %d held-out items, %.0f %% interval %+.1f to %+.1f, which is not above zero",
                over,
                100 * gain.mean(),
                gain.items(),
                100 * gain.level(),
                100 * gain.low(),
                100 * gain.high()));
    }
}
