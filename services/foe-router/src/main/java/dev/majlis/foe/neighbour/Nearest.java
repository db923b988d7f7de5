package dev.majlis.foe.neighbour;

import java.util.Arrays;

/**
 * The k nearest rows seen so far, ordered by distance and then by row, whatever the order they are offered in. Not safe
 * to share.
 */
public final class Nearest {
    private final double[] distances;
    private final int[] rows;
    private int size;

    /** @param k at least 1 */
    public Nearest(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + ", must be at least 1");
        }
        distances = new double[k];
        rows = new int[k];
    }

    /** The k nearest of all rows by {@code sums}, without {@code excluded} (-1 for none). */
    public static Nearest of(double[] sums, int k, int excluded) {
        Nearest nearest = new Nearest(k);
        double bound = nearest.bound();
        for (int row = 0; row < sums.length; row++) {
            // of rows that are equally far the lower was there before
            if (sums[row] < bound && row != excluded) {
                nearest.offer(sums[row], row);
                bound = nearest.bound();
            }
        }
        return nearest;
    }

    public void offer(double distance, int row) {
        if (isFull() && !before(distance, row, size - 1)) {
            return;
        }
        int at = isFull() ? size - 1 : size++;
        while (at > 0 && before(distance, row, at - 1)) {
            distances[at] = distances[at - 1];
            rows[at] = rows[at - 1];
            at--;
        }
        distances[at] = distance;
        rows[at] = row;
    }

    /** Distance beyond which nothing can enter any more; infinite until k rows are held. */
    public double bound() {
        return isFull() ? distances[size - 1] : Double.POSITIVE_INFINITY;
    }

    public int size() {
        return size;
    }

    public int row(int place) {
        return rows[place];
    }

    public double distance(int place) {
        return distances[place];
    }

    public int[] rows() {
        return Arrays.copyOf(rows, size);
    }

    private boolean isFull() {
        return size == rows.length;
    }

    private boolean before(double distance, int row, int place) {
        return distance < distances[place] || (distance == distances[place] && row < rows[place]);
    }
}
