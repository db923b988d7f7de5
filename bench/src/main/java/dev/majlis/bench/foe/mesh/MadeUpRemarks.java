package dev.majlis.bench.foe.mesh;

import dev.majlis.nn.classify.LabelledText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up remarks of five domains, each with words of its own for each of four moods. Half of a remark's words tell its mood, the
 * others are drawn from all moods of the domain. Expert k has learned the domains k and k + 1, so every domain is known to two. The
 * same number gives the same remark.
 */
final class MadeUpRemarks {
    static final List<String> MOODS = List.of("joy", "anger", "fear", "calm");
    static final int EXPERTS = 5;

    private static final String[] SYLLABLES = {"ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"};
    private static final int WORDS = 12;
    private static final int LENGTH = 6;
    private static final int OF_AN_EXPERT = 600;
    /** Beyond every number that is asked. */
    private static final long TRAINING = 1L << 40;

    private MadeUpRemarks() {}

    /** A remark and the mood it was made for. */
    record Remark(String id, String text, String mood) {}

    static Remark remark(long number) {
        var random = new SplittableRandom(number);
        return remark(number, random.nextInt(EXPERTS), random);
    }

    /** Rows on which expert k learns. */
    static List<LabelledText> lessons(int expert) {
        List<LabelledText> rows = new ArrayList<>();
        for (int row = 0; row < OF_AN_EXPERT; row++) {
            long number = TRAINING + (long) expert * OF_AN_EXPERT + row;
            Remark remark = remark(number, (expert + row % 2) % EXPERTS, new SplittableRandom(number));
            rows.add(new LabelledText(remark.text(), remark.mood()));
        }
        return rows;
    }

    private static Remark remark(long number, int domain, SplittableRandom random) {
        int mood = random.nextInt(MOODS.size());
        List<String> words = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            int told = random.nextBoolean() ? mood : random.nextInt(MOODS.size());
            words.add(word(domain, told, random.nextInt(WORDS)));
        }
        return new Remark("r-" + number, String.join(" ", words), MOODS.get(mood));
    }

    private static String word(int domain, int mood, int place) {
        return SYLLABLES[domain] + SYLLABLES[EXPERTS + mood] + SYLLABLES[place % 10] + SYLLABLES[place / 10 + domain];
    }
}
