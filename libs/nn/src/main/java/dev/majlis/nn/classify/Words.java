package dev.majlis.nn.classify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words of a text in any script: runs of letters, digits and their marks, in compatibility form (NFKC) and lower case. Arabic
 * vowel signs and the tatweel, and Hebrew points, which most writers leave out, are left out.
 */
final class Words {
    /** Words of a text that are looked at. */
    static final int MOST = 20_000;

    private static final int TATWEEL = 0x0640;

    private Words() {}

    static List<String> of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        for (int at = 0; at < plain.length() && words.size() < MOST; ) {
            int point = plain.codePointAt(at);
            at += Character.charCount(point);
            if (optional(point)) {
                continue;
            }
            boolean inside = Character.isLetterOrDigit(point) || (word.length() > 0 && mark(point));
            if (inside) {
                word.appendCodePoint(point);
            } else if (word.length() > 0) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (word.length() > 0 && words.size() < MOST) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean mark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean optional(int point) {
        boolean pointed = (point >= 0x0591 && point <= 0x05C7) || (point >= 0x0610 && point <= 0x06ED);
        return point == TATWEEL || (pointed && Character.getType(point) == Character.NON_SPACING_MARK);
    }
}
