package dev.majlis.cappy.score;

import dev.majlis.models.encode.EncodeOptions.Overflow;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The overflow policies by their names on the wire (cappy.md §5 item 4). */
public final class Overflows {
    /** For messages. */
    public static final String WORDS =
            Arrays.stream(Overflow.values()).map(Overflows::wireName).collect(Collectors.joining(", "));

    private Overflows() {}

    public static Optional<Overflow> of(String wireName) {
        return Arrays.stream(Overflow.values())
                .filter(overflow -> wireName(overflow).equals(wireName))
                .findFirst();
    }

    public static String wireName(Overflow overflow) {
        return overflow.name().toLowerCase(Locale.ROOT);
    }
}
