package dev.majlis.cappy.generate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sampling parameters behind the name of a decoding: {@code sampling}, {@code temp0.9}, {@code topk40}, {@code topp0.95}
 * (cappy.md §2.4).
 *
 * @param temperature 0 to 2
 * @param topK 0 for all tokens
 * @param topP 1 for all tokens
 */
public record DecodingSettings(double temperature, int topK, double topP) {
    private static final Pattern NAME = Pattern.compile("(temp|topp|topk)([0-9]{1,4}(?:\\.[0-9]{1,4})?)");

    /** @throws IllegalArgumentException when there is no such decoding */
    public static DecodingSettings of(String name) {
        if (name.equals("sampling")) {
            return new DecodingSettings(1, 0, 1);
        }
        if (name.startsWith("beam")) {
            throw new IllegalArgumentException(
                    "beam search is not available; decodings: sampling, temp<t>, topk<k>, topp<p>");
        }
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is no decoding; there are sampling, temp<t>, topk<k>, topp<p>");
        }
        double value = Double.parseDouble(matcher.group(2));
        return switch (matcher.group(1)) {
            case "temp" -> new DecodingSettings(between(value, 0.01, 2), 0, 1);
            case "topk" -> new DecodingSettings(1, (int) between(value, 1, 1000), 1);
            default -> new DecodingSettings(1, 0, between(value, 0.001, 1));
        };
    }

    private static double between(double value, double least, double most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s is not within %s and %s".formatted(value, least, most));
        }
        return value;
    }
}
