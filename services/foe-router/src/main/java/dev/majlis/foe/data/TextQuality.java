package dev.majlis.foe.data;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How good a written answer is, in [0, 1], where reference answers are known (foe.md §2.3). */
public enum TextQuality {
    /** 1 when the answer is one of the references, case, punctuation and white space aside. */
    EXACT {
        @Override
        double of(List<String> answer, List<String> reference) {
            return answer.equals(reference) ? 1 : 0;
        }
    },
    /** F1 of the longest common subsequence of words (Lin 2004, β = 1), against the reference it is nearest to. */
    ROUGE_L {
        @Override
        double of(List<String> answer, List<String> reference) {
            int common = longestCommon(answer, reference);
            return common == 0 ? 0 : 2.0 * common / (answer.size() + reference.size());
        }
    };

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** Words read of a text at most: the comparison takes time with their product. */
    private static final int WORDS = 2_000;

    abstract double of(List<String> answer, List<String> reference);

    /** Best over the references; 0 when there is none. */
    public double of(String answer, List<String> references) {
        List<String> words = words(answer);
        return references.stream()
                .mapToDouble(reference -> of(words, words(reference)))
                .max()
                .orElse(0);
    }

    private static List<String> words(String text) {
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        return Stream.generate(() -> matcher)
                .takeWhile(Matcher::find)
                .limit(WORDS)
                .map(Matcher::group)
                .toList();
    }

    private static int longestCommon(List<String> one, List<String> other) {
        int[] before = new int[other.size() + 1];
        for (String word : one) {
            int[] now = new int[before.length];
            for (int j = 1; j < now.length; j++) {
                now[j] = word.equals(other.get(j - 1)) ? before[j - 1] + 1 : Math.max(before[j], now[j - 1]);
            }
            before = now;
        }
        return before[before.length - 1];
    }
}
