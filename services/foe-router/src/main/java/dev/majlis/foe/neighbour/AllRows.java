package dev.majlis.foe.neighbour;

import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import java.util.Arrays;

/** Exact: one sum for each row, 8 bytes each. */
final class AllRows implements RowDistances {
    /** Rows that are looked at first, for each neighbour that is wanted. */
    private static final int SEEDS = 8;
    /** Looking up some rows pays while they are fewer than one in so many. */
    private static final int SHARE = 6;

    private final OutputTable table;
    private final double[] sums;
    private int[] seeds = {};
    private int seedsWithout = -1;

    AllRows(OutputTable table) {
        this.table = table;
        this.sums = new double[table.rows()];
    }

    @Override
    public void add(int expert, float[] features) {
        table.block(expert).addDistances(features, sums);
        seeds = new int[0];
    }

    @Override
    public Nearest nearest(int k, int excluded) {
        return Nearest.of(sums, k, excluded);
    }

    /**
     * A distance only grows with one more expert. The rows that were near before bound what is near now, and a row whose sum is
     * beyond the bound already need not be looked at.
     */
    @Override
    public Nearest nearestWith(int expert, float[] features, int k, int excluded) {
        OutputBlock block = table.block(expert);
        int[] candidates =
                within(of(block, features, seeds(k, excluded), k, excluded).bound());
        if (candidates.length * SHARE < sums.length) {
            return of(block, features, candidates, k, excluded);
        }
        double[] more = sums.clone();
        block.addDistances(features, more);
        return Nearest.of(more, k, excluded);
    }

    @Override
    public double squared(int row) {
        return sums[row];
    }

    private Nearest of(OutputBlock block, float[] features, int[] rows, int k, int excluded) {
        double[] more = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            more[i] = sums[rows[i]];
        }
        block.addDistances(features, rows, more);
        Nearest nearest = new Nearest(k);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != excluded) {
                nearest.offer(more[i], rows[i]);
            }
        }
        return nearest;
    }

    private int[] seeds(int k, int excluded) {
        if (seeds.length < Math.min(SEEDS * k, sums.length - 1) || seedsWithout != excluded) {
            seeds = Nearest.of(sums, SEEDS * k, excluded).rows();
            seedsWithout = excluded;
        }
        return seeds;
    }

    private int[] within(double bound) {
        int[] rows = new int[sums.length];
        int count = 0;
        for (int row = 0; row < sums.length; row++) {
            rows[count] = row;
            count += sums[row] <= bound ? 1 : 0;
        }
        return Arrays.copyOf(rows, count);
    }
}
