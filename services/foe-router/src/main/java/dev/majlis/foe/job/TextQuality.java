package dev.majlis.foe.job;

import java.util.List;
import java.util.Locale;

/** How like its references a text is. */
final class TextQuality {
    private TextQuality() {}

    /** 1 when the text is one of the references, case and runs of white space aside. */
    static double exact(String text, List<String> references) {
        String plain = plain(text);
        return references.stream().anyMatch(reference -> plain(reference).equals(plain)) ? 1 : 0;
    }

    /** F1 of the longest common subsequence of words; of several references the best. */
    static double rougeL(String text, List<String> references) {
        String[] words = words(text);
        return references.stream()
                .mapToDouble(reference -> f1(words, words(reference)))
                .max()
                .orElse(0);
    }

    private static double f1(String[] one, String[] other) {
        if (one.length == 0 || other.length == 0) {
            return one.length == other.length ? 1 : 0;
        }
        int[] row = new int[other.length + 1];
        for (String word : one) {
            int diagonal = 0;
            for (int j = 1; j <= other.length; j++) {
                int above = row[j];
                row[j] = word.equals(other[j - 1]) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return 2.0 * row[other.length] / (one.length + other.length);
    }

    private static String[] words(String text) {
        String plain = plain(text).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
        return plain.isEmpty() ? new String[0] : plain.split(" ");
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
