package dev.majlis.foe.chat;

import java.util.ArrayList;
import java.util.List;

/** Cuts a whole text into pieces for a stream, behind white space where there is some. */
public final class TextPieces {
    private static final int LONG = 48;

    private TextPieces() {}

    /** Joined they are the text; none is empty, none splits a character. */
    public static List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + LONG);
            if (to < text.length()) {
                int space = text.lastIndexOf(' ', to - 1);
                to = space > from ? space + 1 : to;
                to -= Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
