package dev.majlis.cappy.rouge;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Splits text into the tokens that Rouge-L compares. Thread-safe. */
public final class RougeTokens {
    private static final Pattern NOT_LATIN = Pattern.compile("[^a-z0-9]+");
    private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");
    /** Tatweel, tanwin and vowel signs, superscript alef, Quranic signs, and the marks that NFKC leaves combining. */
    private static final Pattern ARABIC_SIGNS = Pattern.compile(
            "[\\u0640\\u0610-\\u061A\\u064B-\\u065F\\u0670\\u06D6-\\u06DC\\u06DF-\\u06E8\\u06EA-\\u06ED]");

    private static final int LONGEST_UNSTEMMED = 3;

    private final PorterStemmer stemmer = new PorterStemmer();

    public List<String> of(String text, RougeMode mode) {
        return switch (mode) {
            case COMPAT ->
                Stream.of(NOT_LATIN.split(text.toLowerCase(Locale.ROOT)))
                        .filter(token -> !token.isEmpty())
                        .map(token -> token.length() > LONGEST_UNSTEMMED ? stemmer.stem(token) : token)
                        .filter(token -> !token.isEmpty())
                        .toList();
            case UNICODE ->
                Stream.of(NOT_WORD.split(ARABIC_SIGNS
                                .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                                .replaceAll("")
                                .toLowerCase(Locale.ROOT)))
                        .filter(token -> !token.isEmpty())
                        .toList();
        };
    }
}
