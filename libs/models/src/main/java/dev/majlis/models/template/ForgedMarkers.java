package dev.majlis.models.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks markers that a message could forge where they are plain text to the tokeniser (jais.md §7.4): {@code [|} and, at
 * the start of a line, {@code ### } get a word joiner (U+2060) inside, which no reader sees.
 */
final class ForgedMarkers {

    private static final Pattern MARKER = Pattern.compile("\\[\\||^### ", Pattern.MULTILINE);
    private static final char WORD_JOINER = '\u2060';

    private int count;

    /** The text with every marker broken. */
    String neutralise(String text) {
        Matcher matcher = MARKER.matcher(text);
        return matcher.replaceAll(found -> {
            count++;
            String marker = found.group();
            return Matcher.quoteReplacement(marker.charAt(0) + String.valueOf(WORD_JOINER) + marker.substring(1));
        });
    }

    /** Markers broken so far. */
    int count() {
        return count;
    }
}
