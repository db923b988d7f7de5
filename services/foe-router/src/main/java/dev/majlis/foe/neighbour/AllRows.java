package dev.majlis.foe.neighbour;

import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import java.util.Arrays;

/** Exact: one sum for each row, 8 bytes each. */
final class AllRows implements RowDistances {
    /** Rows that are looked at first, for each neighbour that is wanted. */
    private static final int SEEDS = 8;
    /** The same where a bound of the distance says which are likely. */
    private static final int LIKELY = 2;
    /** Looking up some rows pays while they are fewer than one in so many. */
    private static final int SHARE = 6;

    private final OutputTable table;
    private final double[] sums;
    private RowOrder order;
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
        order = null;
    }

    @Override
    public Nearest nearest(int k, int excluded) {
        return Nearest.of(sums, k, excluded);
    }

    /**
     * A distance only grows with one more expert. The rows that were near before bound what is near now, and a row whose sum is
     * beyond the bound already need not be looked at; where that leaves many, a lower bound of the one more distance decides.
     */
    @Override
    public Nearest nearestWith(int expert, float[] features, int k, int excluded) {
        OutputBlock block = table.block(expert);
        double bound = of(block, features, seeds(k, excluded), k, excluded).bound();
        if (order == null) {
            order = RowOrder.of(sums);
        }
        if (isFew(order.count(bound))) {
            return of(block, features, order.rows(bound), k, excluded);
        }
        double[] more = sums.clone();
        if (block.addLowerBounds(features, more)) {
            int[] likely = Nearest.of(more, LIKELY * k, excluded).rows();
            int[] candidates =
                    within(more, of(block, features, likely, k, excluded).bound());
            if (isFew(candidates.length)) {
                return of(block, features, candidates, k, excluded);
            }
            more = sums.clone();
        }
        block.addDistances(features, more);
        return Nearest.of(more, k, excluded);
    }

    @Override
    public double squared(int row) {
        return sums[row];
    }

    private boolean isFew(int some) {
        return some * SHARE < sums.length;
    }

    private Nearest of(OutputBlock block, float[] features, int[] rows, int k, int excluded) {
        double[] more = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            more[i] = sums[rows[i]];
        }
        block.addDistances(features, rows, more);
        Nearest nearest = new Nearest(k);
        for (int i = 0; i < rows.length; i++) {
            if (more[i] <= nearest.bound() && rows[i] != excluded) {
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

    private static int[] within(double[] sums, double bound) {
        int[] rows = new int[sums.length];
        int count = 0;
        for (int row = 0; row < sums.length; row++) {
            rows[count] = row;
            count += sums[row] <= bound ? 1 : 0;
        }
        return Arrays.copyOf(rows, count);
    }
}
