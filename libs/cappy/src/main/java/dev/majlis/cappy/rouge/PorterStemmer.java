package dev.majlis.cappy.rouge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Porter's suffix stripper ("An algorithm for suffix stripping", 1980) with the extensions that NLTK switches on by default:
 * irregular words, {@code y→i} only after a consonant, and the rules marked below. Takes lower-case words; whatever is no
 * vowel counts as a consonant, digits too. Thread-safe.
 */
public final class PorterStemmer {
    private static final Map<String, String> IRREGULAR = irregular();

    private static final List<SuffixRule> STEP_1A = List.of(
            SuffixRule.always("sses", "ss"),
            SuffixRule.always("ies", "i"),
            SuffixRule.always("ss", "ss"),
            SuffixRule.always("s", ""));

    private static final List<SuffixRule> STEP_2 = List.of(
            SuffixRule.measured("ational", "ate", 0),
            SuffixRule.measured("tional", "tion", 0),
            SuffixRule.measured("enci", "ence", 0),
            SuffixRule.measured("anci", "ance", 0),
            SuffixRule.measured("izer", "ize", 0),
            SuffixRule.measured("bli", "ble", 0),
            SuffixRule.measured("alli", "al", 0),
            SuffixRule.measured("entli", "ent", 0),
            SuffixRule.measured("eli", "e", 0),
            SuffixRule.measured("ousli", "ous", 0),
            SuffixRule.measured("ization", "ize", 0),
            SuffixRule.measured("ation", "ate", 0),
            SuffixRule.measured("ator", "ate", 0),
            SuffixRule.measured("alism", "al", 0),
            SuffixRule.measured("iveness", "ive", 0),
            SuffixRule.measured("fulness", "ful", 0),
            SuffixRule.measured("ousness", "ous", 0),
            SuffixRule.measured("aliti", "al", 0),
            SuffixRule.measured("iviti", "ive", 0),
            SuffixRule.measured("biliti", "ble", 0),
            // NLTK: two more, and the measure of "logi" counts its l
            SuffixRule.measured("fulli", "ful", 0),
            new SuffixRule("logi", "log", stem -> WordShape.measure(stem + "l") > 0));

    private static final List<SuffixRule> STEP_3 = List.of(
            SuffixRule.measured("icate", "ic", 0),
            SuffixRule.measured("ative", "", 0),
            SuffixRule.measured("alize", "al", 0),
            SuffixRule.measured("iciti", "ic", 0),
            SuffixRule.measured("ical", "ic", 0),
            SuffixRule.measured("ful", "", 0),
            SuffixRule.measured("ness", "", 0));

    private static final List<SuffixRule> STEP_4 = List.of(
            SuffixRule.measured("al", "", 1),
            SuffixRule.measured("ance", "", 1),
            SuffixRule.measured("ence", "", 1),
            SuffixRule.measured("er", "", 1),
            SuffixRule.measured("ic", "", 1),
            SuffixRule.measured("able", "", 1),
            SuffixRule.measured("ible", "", 1),
            SuffixRule.measured("ant", "", 1),
            SuffixRule.measured("ement", "", 1),
            SuffixRule.measured("ment", "", 1),
            SuffixRule.measured("ent", "", 1),
            new SuffixRule(
                    "ion", "", stem -> WordShape.measure(stem) > 1 && (stem.endsWith("s") || stem.endsWith("t"))),
            SuffixRule.measured("ou", "", 1),
            SuffixRule.measured("ism", "", 1),
            SuffixRule.measured("ate", "", 1),
            SuffixRule.measured("iti", "", 1),
            SuffixRule.measured("ous", "", 1),
            SuffixRule.measured("ive", "", 1),
            SuffixRule.measured("ize", "", 1));

    /** @param word lower-case */
    public String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() <= 2) {
            return word;
        }
        String stem = step1c(step1b(step1a(word)));
        stem = SuffixRule.first(STEP_3, step2(stem));
        return step5(SuffixRule.first(STEP_4, stem));
    }

    private static String step1a(String word) {
        if (word.length() == 4 && word.endsWith("ies")) { // NLTK: ties → tie
            return cut(word, 1);
        }
        return SuffixRule.first(STEP_1A, word);
    }

    private static String step1b(String word) {
        if (word.endsWith("ied")) { // NLTK: died → die, spied → spi
            return word.length() == 4 ? cut(word, 1) : cut(word, 2);
        }
        if (word.endsWith("eed")) {
            return WordShape.measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        if (word.endsWith("ed") && WordShape.hasVowel(cut(word, 2))) {
            return mended(cut(word, 2));
        }
        if (word.endsWith("ing") && WordShape.hasVowel(cut(word, 3))) {
            return mended(cut(word, 3));
        }
        return word;
    }

    /** Puts back what -ed and -ing had swallowed: conflat → conflate, hopp → hop, fil → file. */
    private static String mended(String stem) {
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (WordShape.endsInDoubleConsonant(stem)) {
            char last = stem.charAt(stem.length() - 1);
            return last == 'l' || last == 's' || last == 'z' ? stem : cut(stem, 1);
        }
        return WordShape.measure(stem) == 1 && WordShape.endsConsonantVowelConsonant(stem) ? stem + "e" : stem;
    }

    /** NLTK: happy → happi, but enjoy stays. */
    private static String step1c(String word) {
        if (!word.endsWith("y")) {
            return word;
        }
        String stem = cut(word, 1);
        return stem.length() > 1 && WordShape.isConsonant(stem, stem.length() - 1) ? stem + "i" : word;
    }

    private static String step2(String word) {
        String stem = word;
        while (stem.endsWith("alli") && WordShape.measure(cut(stem, 4)) > 0) { // NLTK: and then the step again
            stem = cut(stem, 2);
        }
        return SuffixRule.first(STEP_2, stem);
    }

    private static String step5(String word) {
        String stem = word;
        if (word.endsWith("e")) {
            String bare = cut(word, 1);
            int measure = WordShape.measure(bare);
            stem = measure > 1 || (measure == 1 && !WordShape.endsConsonantVowelConsonant(bare)) ? bare : word;
        }
        return stem.endsWith("ll") && WordShape.measure(cut(stem, 1)) > 1 ? cut(stem, 1) : stem;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    private static Map<String, String> irregular() {
        Map<String, String> words = new HashMap<>();
        Map.of(
                        "sky", List.of("sky", "skies"),
                        "die", List.of("dying"),
                        "lie", List.of("lying"),
                        "tie", List.of("tying"),
                        "inning", List.of("innings", "inning"),
                        "outing", List.of("outings", "outing"),
                        "canning", List.of("cannings", "canning"))
                .forEach((stem, forms) -> forms.forEach(form -> words.put(form, stem)));
        List.of("news", "howe", "proceed", "exceed", "succeed").forEach(word -> words.put(word, word));
        return Map.copyOf(words);
    }
}
