package dev.majlis.foe.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What takes too long to be waited for. */
public enum JobKind {
    /** Asking every expert about every row of a data set. */
    OUTPUTS,
    /** Training a fuser. */
    FUSER,
    /** Measuring every policy on a data set. */
    EVALUATION;

    /** As on the wire. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
