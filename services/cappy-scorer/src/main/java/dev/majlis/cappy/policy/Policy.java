package dev.majlis.cappy.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How one of several answers is chosen (cappy.md §2.4, §5 item 9). Ties always go to the lowest index. */
public enum Policy {
    /** The highest score of the requested, else of the default scorer. */
    CAPPY,
    /** The highest score of {@code similarity-minilm}. */
    SIMILARITY,
    /** The highest Σ ln p under the model that wrote the answer. */
    SELF_SCORE_SUM,
    /** The same per token. */
    SELF_SCORE_MEAN,
    /** The first, or the first of one decoding. */
    FIRST,
    /** Any; the same for the same seed and answers. */
    RANDOM,
    /** Most characters. */
    LONGEST,
    /** Fewest characters. */
    SHORTEST,
    /** Highest Rouge-L against references; offline evaluation only. */
    ORACLE;

    /** For messages. */
    public static final String WORDS =
            Arrays.stream(values()).map(Policy::wireName).collect(Collectors.joining(", "));

    /** Applied by the routes that choose when none is asked for. */
    public static final Policy DEFAULT = SELF_SCORE_MEAN;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Policy> of(String wireName) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(wireName))
                .findFirst();
    }
}
