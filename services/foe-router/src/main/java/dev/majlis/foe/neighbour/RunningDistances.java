package dev.majlis.foe.neighbour;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;

/**
 * Squared distances of one input to all rows of a table over the experts asked so far: d²_S = Σ_{k∈S} d²_k, kept as
 * running sums, so one more expert costs n × M_k and not n × Σ M_k (foe.md §7). Exact, with 8 bytes a row, unless the rows
 * of the table stand in lists ({@link RowIndex}). Not safe to share.
 */
public final class RunningDistances {
    private final RowDistances distances;
    private ExpertSet asked = ExpertSet.NONE;

    public RunningDistances(OutputTable table) {
        this.distances = table.lists()
                .<RowDistances>map(lists -> new NearLists(table, lists))
                .orElseGet(() -> new AllRows(table));
    }

    /** The distances of {@code outputs} over {@code experts}. */
    public static RunningDistances of(OutputTable table, ExpertOutputs outputs, ExpertSet experts) {
        RunningDistances distances = new RunningDistances(table);
        for (int k : experts.toArray()) {
            distances.add(k, outputs.block(k));
        }
        return distances;
    }

    /** The distances of a stored row over {@code experts}. */
    public static RunningDistances ofRow(OutputTable table, int row, ExpertSet experts) {
        RunningDistances distances = new RunningDistances(table);
        for (int k : experts.toArray()) {
            distances.add(k, table.block(k).row(row));
        }
        return distances;
    }

    public RunningDistances add(int expert, float[] features) {
        if (asked.contains(expert)) {
            throw new IllegalStateException("expert " + expert + " was added before");
        }
        distances.add(expert, features);
        asked = asked.with(expert);
        return this;
    }

    public ExpertSet asked() {
        return asked;
    }

    /** @param excluded row that does not count, -1 for none */
    public Nearest nearest(int k, int excluded) {
        return distances.nearest(k, excluded);
    }

    /** The nearest over the experts so far and one more, whose block is not kept. */
    public Nearest nearestWith(int expert, float[] features, int k, int excluded) {
        return distances.nearestWith(expert, features, k, excluded);
    }

    /** Squared Euclidean distance. */
    public double squared(int row) {
        return distances.squared(row);
    }
}
