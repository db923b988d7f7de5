package dev.majlis.cappy.rouge;

import java.util.List;
import java.util.function.Predicate;

/**
 * Replaces a suffix when what stands before it fulfils a condition.
 *
 * @param suffix to look for
 * @param replacement put in its place
 * @param condition on the word without the suffix
 */
record SuffixRule(String suffix, String replacement, Predicate<String> condition) {

    static SuffixRule always(String suffix, String replacement) {
        return new SuffixRule(suffix, replacement, stem -> true);
    }

    /** Only where the measure of the stem is above {@code above}. */
    static SuffixRule measured(String suffix, String replacement, int above) {
        return new SuffixRule(suffix, replacement, stem -> WordShape.measure(stem) > above);
    }

    /** Only the first rule whose suffix fits counts, whether its condition holds or not. */
    static String first(List<SuffixRule> rules, String word) {
        for (SuffixRule rule : rules) {
            if (word.endsWith(rule.suffix)) {
                String stem = word.substring(0, word.length() - rule.suffix.length());
                return rule.condition.test(stem) ? stem + rule.replacement : word;
            }
        }
        return word;
    }
}
