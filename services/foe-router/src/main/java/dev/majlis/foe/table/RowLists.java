package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a table grouped into lists that lie near to each other, one after another: an inverted file index whose centroids
 * can be looked at over the columns of any set of experts. Immutable and safe to share.
 */
public final class RowLists {
    private final int[] starts;
    private final List<DenseBlock> centroids;
    private final List<PartedBlock> parts;

    /**
     * @param blocks of every expert, rows in the order of the lists
     * @param starts first row of each list, ascending, and last the number of rows; no list is empty
     */
    RowLists(List<PartedBlock> blocks, int[] starts) {
        this.starts = starts.clone();
        this.parts = List.copyOf(blocks);
        List<DenseBlock> means = new ArrayList<>();
        for (PartedBlock block : blocks) {
            means.add(means(block));
        }
        this.centroids = List.copyOf(means);
    }

    static void requireSound(int[] starts, int rows) {
        if (starts.length < 2 || starts[0] != 0 || starts[starts.length - 1] != rows) {
            throw Failures.corrupt("lists do not cover the " + rows + " rows");
        }
        for (int i = 1; i < starts.length; i++) {
            if (starts[i] <= starts[i - 1]) {
                throw Failures.corrupt("list " + (i - 1) + " is empty");
            }
        }
    }

    public int count() {
        return starts.length - 1;
    }

    /** First row of a list; that of {@link #count} is the number of rows. */
    public int start(int list) {
        return starts[list];
    }

    /** List that holds a row. */
    public int of(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }

    /** Means of the rows of each list over the columns of one expert: a block of {@link #count} rows. */
    public DenseBlock centroids(int expert) {
        return centroids.get(expert);
    }

    /** The rows of one list in the block of one expert. */
    public OutputBlock part(int expert, int list) {
        return parts.get(expert).part(list);
    }

    private DenseBlock means(PartedBlock block) {
        float[][] columns = new float[block.width()][count()];
        for (int list = 0; list < count(); list++) {
            double[] sums = new double[block.width()];
            OutputBlock part = block.part(list);
            for (int row = 0; row < part.rows(); row++) {
                float[] features = part.row(row);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += features[i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                columns[i][list] = (float) (sums[i] / part.rows());
            }
        }
        return DenseBlock.ofColumns(columns);
    }
}
