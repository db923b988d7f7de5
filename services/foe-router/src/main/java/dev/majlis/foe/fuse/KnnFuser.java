package dev.majlis.foe.fuse;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.neighbour.Nearest;
import dev.majlis.foe.neighbour.RunningDistances;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;

/**
 * Uniform vote of the k_f nearest rows over the columns of S; nothing to train, so every subset has its fuser
 * (foe.md §2.4a). Ties between rows go to the lower row.
 */
public final class KnnFuser implements Fuser {
    /** k_f of the paper's code. */
    public static final int NEIGHBOURS = 9;

    private final OutputTable rows;
    private final Preparation preparation;
    private final int neighbours;

    /** On rows that need no preparation. */
    public KnnFuser(OutputTable rows, int neighbours) {
        this(rows, Preparation.none(rows.experts()), neighbours);
    }

    /**
     * @param rows prepared by {@code preparation}
     * @param neighbours k_f, at least 1
     */
    public KnnFuser(OutputTable rows, Preparation preparation, int neighbours) {
        this.rows = requireNonNull(rows, "rows is null");
        this.preparation = requireNonNull(preparation, "preparation is null");
        this.neighbours = neighbours;
        if (neighbours < 1) {
            throw new IllegalArgumentException("neighbours is " + neighbours + ", must be at least 1");
        }
    }

    @Override
    public OutputTable rows() {
        return rows;
    }

    @Override
    public float[] fuse(ExpertOutputs outputs, ExpertSet asked) {
        return votes(RunningDistances.of(rows, outputs, asked).nearest(neighbours, -1));
    }

    @Override
    public RowFusion ofRow(int row, ExpertSet asked) {
        return new LeftOutRow(row, asked);
    }

    @Override
    public Preparation preparation() {
        return preparation;
    }

    @Override
    public String model() {
        return "knn";
    }

    int neighbours() {
        return neighbours;
    }

    private float[] votes(Nearest nearest) {
        float[] shares = new float[rows.targets().classes()];
        for (int place = 0; place < nearest.size(); place++) {
            for (int c = 0; c < shares.length; c++) {
                shares[c] += rows.targets().share(nearest.row(place), c) / nearest.size();
            }
        }
        return shares;
    }

    private final class LeftOutRow implements RowFusion {
        private final int row;
        private final RunningDistances shared;

        private LeftOutRow(int row, ExpertSet asked) {
            this.row = row;
            this.shared = RunningDistances.ofRow(rows, row, asked);
        }

        @Override
        public float[] alone() {
            if (shared.asked().isEmpty()) {
                throw new IllegalStateException("no expert to fuse");
            }
            return votes(shared.nearest(neighbours, row));
        }

        @Override
        public float[] with(int expert) {
            return votes(shared.nearestWith(expert, rows.block(expert).row(row), neighbours, row));
        }
    }
}
