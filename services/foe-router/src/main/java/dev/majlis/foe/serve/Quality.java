package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How good an expert's text is, beside the references of a row, in [0, 1]. */
public enum Quality {
    /** F1 of the longest common subsequence of words, against the best reference. */
    ROUGE_L,
    /** 1 when the text is a reference, case and white space aside. */
    EXACT,
    /** What the scorer of the mesh says of input and text; references are not read. */
    CAPPY;

    /** As on the wire. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
