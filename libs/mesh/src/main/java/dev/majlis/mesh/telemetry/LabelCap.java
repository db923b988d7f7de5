package dev.majlis.mesh.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the first so many values of a label through and calls all others {@code other}, so that no caller can make metrics grow. */
public final class LabelCap {
    public static final String OTHER = "other";

    private final int cap;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    public LabelCap(int cap) {
        this.cap = cap;
    }

    public String of(String value) {
        if (seen.contains(value)) {
            return value;
        }
        synchronized (seen) {
            return seen.contains(value) || (seen.size() < cap && seen.add(value)) ? value : OTHER;
        }
    }
}
