package dev.majlis.cappy.rouge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How texts become tokens; reported beside every number (cappy.md §2.5). */
public enum RougeMode {
    /** As {@code rouge-score} with its stemmer: only a–z and 0–9 count, so text of other scripts scores 0. */
    COMPAT,
    /** Letters, digits and marks of every script, no stemmer; Arabic without tatweel and vowel signs. */
    UNICODE;

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RougeMode> of(String wireName) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(wireName))
                .findFirst();
    }
}
