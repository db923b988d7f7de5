package dev.majlis.foe.neighbour;

import java.util.Arrays;

/** Rows roughly by their sums: in buckets of equal width, so that those up to a bound stand in front. */
final class RowOrder {
    private static final int BUCKETS = 512;

    private final int[] rows;
    private final int[] ends;
    private final double bucketsPerUnit;

    private RowOrder(int[] rows, int[] ends, double bucketsPerUnit) {
        this.rows = rows;
        this.ends = ends;
        this.bucketsPerUnit = bucketsPerUnit;
    }

    /** @param sums not negative */
    static RowOrder of(double[] sums) {
        double greatest = 0;
        for (double sum : sums) {
            greatest = Math.max(greatest, sum);
        }
        double bucketsPerUnit = greatest == 0 ? 0 : (BUCKETS - 1) / greatest;
        int[] next = new int[BUCKETS + 1];
        for (double sum : sums) {
            next[1 + (int) (sum * bucketsPerUnit)]++;
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            next[bucket + 1] += next[bucket];
        }
        int[] rows = new int[sums.length];
        for (int row = 0; row < sums.length; row++) {
            rows[next[(int) (sums[row] * bucketsPerUnit)]++] = row;
        }
        // what was the start of a bucket has moved to its end
        return new RowOrder(rows, next, bucketsPerUnit);
    }

    /** Of {@link #rows(double)}. */
    int count(double bound) {
        return ends[(int) Math.min(BUCKETS - 1, bound * bucketsPerUnit)];
    }

    /** All rows whose sum is at most {@code bound}, and some that are slightly beyond. */
    int[] rows(double bound) {
        return Arrays.copyOf(rows, count(bound));
    }
}
