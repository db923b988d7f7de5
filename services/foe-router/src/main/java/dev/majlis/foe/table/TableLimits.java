package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;

/**
 * Bounds of one table (foe.md §7).
 *
 * @param rows n at most
 * @param bytes of heap for its values at most
 */
public record TableLimits(int rows, long bytes) {
    /** A million rows, 2 GiB: 20 experts of 20 probabilities each take 1.62 GB, labels with confidences 0.14 GB. */
    public static final TableLimits DEFAULT = new TableLimits(1_000_000, 2L << 30);

    void checkBytes(long seenBytes) {
        if (seenBytes > bytes) {
            throw Failures.tooLarge("table needs " + seenBytes + " bytes, the limit is " + bytes);
        }
    }

    void check(int seenRows, long seenBytes) {
        if (seenRows > rows) {
            throw Failures.tooLarge("table has " + seenRows + " rows, the limit is " + rows);
        }
        checkBytes(seenBytes);
    }
}
