package dev.majlis.foe.twin;

import dev.majlis.foe.fuse.Loss;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** FoE as the formulas read, without any running sum, pruning or memory: the reference of the fast code. */
public record NaiveFoe(OutputTable table, int votes, int neighbours, double[] prices, double lambda) {

    /** Squared Euclidean distance over the concatenated columns, in double precision. */
    public double distance(ExpertOutputs outputs, int row, ExpertSet experts) {
        double sum = 0;
        for (int k : experts.toArray()) {
            float[] one = outputs.block(k);
            float[] other = table.block(k).row(row);
            for (int i = 0; i < one.length; i++) {
                sum += ((double) one[i] - other[i]) * ((double) one[i] - other[i]);
            }
        }
        return sum;
    }

    /** The nearest rows; distances that differ by rounding only count as equal. */
    public List<Integer> nearest(ExpertOutputs outputs, ExpertSet experts, int count, int excluded) {
        return IntStream.range(0, table.rows())
                .filter(row -> row != excluded)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(row -> Math.round(1e6 * distance(outputs, row, experts)))
                        .thenComparingInt(row -> row))
                .limit(count)
                .toList();
    }

    public float[] fuse(ExpertOutputs outputs, ExpertSet experts, int excluded) {
        List<Integer> nearest = nearest(outputs, experts, votes, excluded);
        float[] shares = new float[table.targets().classes()];
        nearest.forEach(row -> shares[table.targets().of(row)] += 1f / nearest.size());
        return shares;
    }

    /** Soft loss of a row, left out of its own fuser. */
    public double loss(int row, ExpertSet experts) {
        float[] fused = fuse(table.outputs(row, experts), experts, row);
        return Loss.SOFT.of(fused, table.targets(), row);
    }

    /** Ê(S'), with neighbours over {@code asked}. */
    public double estimate(ExpertOutputs outputs, ExpertSet asked, ExpertSet superset) {
        List<Integer> nearest = nearest(outputs, asked, neighbours, -1);
        double loss = nearest.stream()
                .mapToDouble(row -> loss(row, superset))
                .average()
                .orElseThrow();
        return loss + lambda * superset.stream().mapToDouble(k -> prices[k]).sum();
    }
}
