package dev.majlis.mesh.envelope;

import java.util.Locale;

/** Header {@code majlis-priority}. */
public enum Priority {
    INTERACTIVE,
    BATCH;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
