package dev.majlis.foe.neighbour;

import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Groups the rows of a large table by k-means over all columns (an IVF index). A graph of neighbours would be one of
 * distances over one fixed set of columns; centroids can be looked at over the columns of any set of experts, and distances
 * still add over them.
 */
public final class RowIndex {
    /** Rows above which a table gets lists (foe.md §7). */
    public static final int FROM = 50_000;

    private static final int ROUNDS = 6;
    private static final int SAMPLE_A_LIST = 40;

    private final List<OutputBlock> blocks;
    private final int rows;
    private final SplittableRandom random;

    private RowIndex(OutputTable table, long seed) {
        Set<OutputBlock> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        this.blocks = table.all().stream()
                .mapToObj(table::block)
                .filter(distinct::add)
                .toList();
        this.rows = table.rows();
        this.random = new SplittableRandom(seed);
    }

    /** The table itself up to {@link #FROM} rows, else its rows in √n lists. */
    public static OutputTable over(OutputTable table, long seed) {
        return table.rows() <= FROM ? table : over(table, (int) Math.sqrt(table.rows()), seed);
    }

    /**
     * The rows in lists; their order changes. The same table and seed give the same lists.
     *
     * @param lists at most; one that no row is nearest to is left out
     */
    public static OutputTable over(OutputTable table, int lists, long seed) {
        return new RowIndex(table, seed).grouped(table, Math.min(lists, table.rows()));
    }

    private OutputTable grouped(OutputTable table, int lists) {
        int[] sample = random.ints(0, rows)
                .distinct()
                .limit(Math.min(rows, (long) SAMPLE_A_LIST * lists))
                .toArray();
        List<DenseBlock> centroids = centroids(Arrays.copyOf(sample, lists));
        for (int round = 0; round < ROUNDS; round++) {
            centroids = means(sample, assigned(sample, centroids), lists);
        }
        int[] all = IntStream.range(0, rows).toArray();
        return inOrder(table, assigned(all, centroids), lists);
    }

    private static OutputTable inOrder(OutputTable table, int[] listOf, int lists) {
        int[] counts = new int[lists];
        for (int list : listOf) {
            counts[list]++;
        }
        int[] next = new int[lists];
        List<Integer> starts = new ArrayList<>();
        int start = 0;
        for (int list = 0; list < lists; list++) {
            next[list] = start;
            if (counts[list] > 0) {
                starts.add(start);
            }
            start += counts[list];
        }
        starts.add(start);
        int[] order = new int[listOf.length];
        for (int row = 0; row < listOf.length; row++) {
            order[next[listOf[row]]++] = row;
        }
        return table.inLists(order, starts.stream().mapToInt(Integer::intValue).toArray());
    }

    private List<DenseBlock> centroids(int[] some) {
        List<DenseBlock> centroids = new ArrayList<>();
        for (OutputBlock block : blocks) {
            float[][] columns = new float[block.width()][some.length];
            for (int list = 0; list < some.length; list++) {
                float[] features = block.row(some[list]);
                for (int i = 0; i < features.length; i++) {
                    columns[i][list] = features[i];
                }
            }
            centroids.add(DenseBlock.ofColumns(columns));
        }
        return centroids;
    }

    // every row by itself, so that the number of threads makes no difference
    private int[] assigned(int[] some, List<DenseBlock> centroids) {
        return IntStream.range(0, some.length)
                .parallel()
                .map(i -> nearest(some[i], centroids))
                .toArray();
    }

    private int nearest(int row, List<DenseBlock> centroids) {
        double[] sums = new double[centroids.get(0).rows()];
        for (int b = 0; b < blocks.size(); b++) {
            centroids.get(b).addDistances(blocks.get(b).row(row), sums);
        }
        int nearest = 0;
        for (int list = 1; list < sums.length; list++) {
            nearest = sums[list] < sums[nearest] ? list : nearest;
        }
        return nearest;
    }

    private List<DenseBlock> means(int[] sample, int[] listOf, int lists) {
        int[] counts = new int[lists];
        for (int list : listOf) {
            counts[list]++;
        }
        // an empty list begins anew at some row
        int[] anew = random.ints(lists, 0, sample.length).map(i -> sample[i]).toArray();
        List<DenseBlock> centroids = new ArrayList<>();
        for (OutputBlock block : blocks) {
            float[][] sums = new float[block.width()][lists];
            for (int i = 0; i < sample.length; i++) {
                float[] features = block.row(sample[i]);
                for (int c = 0; c < features.length; c++) {
                    sums[c][listOf[i]] += features[c];
                }
            }
            for (int list = 0; list < lists; list++) {
                float[] instead = counts[list] == 0 ? block.row(anew[list]) : null;
                for (int c = 0; c < sums.length; c++) {
                    sums[c][list] = instead == null ? sums[c][list] / counts[list] : instead[c];
                }
            }
            centroids.add(DenseBlock.ofColumns(sums));
        }
        return centroids;
    }
}
