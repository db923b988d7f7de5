package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What rows are for; splits are made before any expert trains (foe.md §3). */
public enum DatasetRole {
    /** A fuser learns from them. */
    FUSER,
    /** Losses and budgets are estimated by them. */
    ESTIMATE,
    /** Policies are measured on them. */
    TEST,
    /** Experts were trained on them: they must not be seen among the others. */
    EXPERT_TRAIN;

    /** As on the wire. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
