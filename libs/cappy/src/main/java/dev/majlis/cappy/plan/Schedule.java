package dev.majlis.cappy.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the learning rate follows. */
public enum Schedule {
    /** The number of updates: reaches its peak after the warm-up and 0 at the last update. */
    UPDATES,
    /**
     * As the published adaptation really ran: laid out over micro-batches but advanced once an update, so that with 16 micro-batches
     * an update it stays within the warm-up, peak and decay are never met.
     */
    OFFICIAL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Schedule> of(String wireName) {
        return Arrays.stream(values())
                .filter(schedule -> schedule.wireName().equals(wireName))
                .findFirst();
    }
}
