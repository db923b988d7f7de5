package dev.majlis.cappy.rouge;

/** Porter's terms about a lower-case word: consonant, measure, and the two endings that his rules ask for. */
final class WordShape {
    private WordShape() {}

    /** A letter other than a, e, i, o, u, and other than a y behind a consonant. */
    static boolean isConsonant(CharSequence word, int at) {
        boolean consonant = true;
        for (int i = runOfY(word, at); i <= at; i++) {
            consonant = switch (word.charAt(i)) {
                case 'a', 'e', 'i', 'o', 'u' -> false;
                case 'y' -> i == 0 || !consonant;
                default -> true;
            };
        }
        return consonant;
    }

    /** Where to begin so that every y up to {@code at} knows its predecessor. */
    private static int runOfY(CharSequence word, int at) {
        int from = at;
        while (from > 0 && word.charAt(from) == 'y') {
            from--;
        }
        return from;
    }

    /** How often a consonant follows a vowel: m in [C](VC)^m[V]; linear in the length. */
    static int measure(CharSequence word) {
        int measure = 0;
        boolean before = true;
        for (int i = 0; i < word.length(); i++) {
            boolean consonant = next(word.charAt(i), i == 0, before);
            if (consonant && !before && i > 0) {
                measure++;
            }
            before = consonant;
        }
        return measure;
    }

    static boolean hasVowel(CharSequence word) {
        boolean before = true;
        for (int i = 0; i < word.length(); i++) {
            before = next(word.charAt(i), i == 0, before);
            if (!before) {
                return true;
            }
        }
        return false;
    }

    private static boolean next(char letter, boolean first, boolean consonantBefore) {
        return switch (letter) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> first || !consonantBefore;
            default -> true;
        };
    }

    static boolean endsInDoubleConsonant(CharSequence word) {
        int length = word.length();
        return length >= 2 && word.charAt(length - 1) == word.charAt(length - 2) && isConsonant(word, length - 1);
    }

    /** …cvc whose last letter is not w, x or y; in NLTK also a two-letter vc. */
    static boolean endsConsonantVowelConsonant(CharSequence word) {
        int length = word.length();
        if (length == 2) {
            return !isConsonant(word, 0) && isConsonant(word, 1);
        }
        return length >= 3
                && isConsonant(word, length - 3)
                && !isConsonant(word, length - 2)
                && isConsonant(word, length - 1)
                && "wxy".indexOf(word.charAt(length - 1)) < 0;
    }
}
