package dev.majlis.foe.neighbour;

import dev.majlis.foe.table.OutputTable;

/** Exact: one sum for each row, 8 bytes each. */
final class AllRows implements RowDistances {
    private final OutputTable table;
    private final double[] sums;

    AllRows(OutputTable table) {
        this.table = table;
        this.sums = new double[table.rows()];
    }

    @Override
    public void add(int expert, float[] features) {
        table.block(expert).addDistances(features, sums);
    }

    @Override
    public Nearest nearest(int k, int excluded) {
        return Nearest.of(sums, k, excluded);
    }

    @Override
    public Nearest nearestWith(int expert, float[] features, int k, int excluded) {
        double[] more = sums.clone();
        table.block(expert).addDistances(features, more);
        return Nearest.of(more, k, excluded);
    }

    @Override
    public double squared(int row) {
        return sums[row];
    }
}
