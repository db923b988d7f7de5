package dev.majlis.foe.expert;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.pool.Cost;
import java.time.Duration;
import java.util.Optional;

/** How one call of one expert went. */
public sealed interface CallOutcome {
    /** From question to answer. */
    Duration took();

    /**
     * @param features {@code float[width_k]}, checked: finite, a distribution where the expert is a classifier
     * @param text of a generator
     * @param cost of this call, measured kinds included
     */
    record Answered(float[] features, Optional<String> text, Cost cost, Duration took) implements CallOutcome {
        public Answered {
            requireNonNull(features, "features is null");
            requireNonNull(text, "text is null");
            requireNonNull(cost, "cost is null");
            requireNonNull(took, "took is null");
        }
    }

    /**
     * @param code one word, such as {@code TIMEOUT}, {@code PROBABILITIES_INVALID}, {@code DIM_MISMATCH}, {@code UNREACHABLE}
     * @param detail for a person
     */
    record Failed(String code, String detail, Duration took) implements CallOutcome {}
}
