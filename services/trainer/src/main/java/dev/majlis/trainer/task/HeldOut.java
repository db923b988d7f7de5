package dev.majlis.trainer.task;

import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Rows that are measured on and not learnt from. */
final class HeldOut {
    private HeldOut() {}

    /** Takes a share out of the rows, the same for the same seed; one row at least stays. */
    static <T> List<T> takeFrom(List<T> rows, double share, long seed) {
        int count = (int) Math.min(rows.size() - 1L, Math.round(rows.size() * share));
        if (count <= 0) {
            return List.of();
        }
        Collections.shuffle(rows, new Random(seed));
        List<T> tail = rows.subList(rows.size() - count, rows.size());
        List<T> heldOut = List.copyOf(tail);
        tail.clear();
        return heldOut;
    }
}
