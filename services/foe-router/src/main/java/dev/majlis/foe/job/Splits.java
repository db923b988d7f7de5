package dev.majlis.foe.job;

import dev.majlis.foe.table.OutputTable;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Rows to learn from, rows by which losses are estimated, and rows for budgets and drift that neither of them knows.
 *
 * @param estimate the rows to learn from themselves, where the fuser leaves each out of its own vote
 */
record Splits(OutputTable train, OutputTable estimate, OutputTable heldOut) {
    /** Of the rows to learn from, when there are no others. */
    private static final double HELD_BACK = 0.2;

    private static final double OF_ESTIMATE = 1.0 / 3;

    /** @param leavesOut whether the fuser can be scored on its own rows, each left out */
    static Splits of(OutputTable rows, Optional<OutputTable> estimate, boolean leavesOut, long seed) {
        OutputTable[] learnt =
                estimate.isPresent() ? new OutputTable[] {rows, estimate.get()} : cut(rows, HELD_BACK, seed);
        if (leavesOut) {
            return new Splits(learnt[0], learnt[0], learnt[1]);
        }
        OutputTable[] unseen = cut(learnt[1], OF_ESTIMATE, seed + 1);
        return new Splits(learnt[0], unseen[0], unseen[1]);
    }

    /** The larger part and the smaller one, at least one row each. */
    private static OutputTable[] cut(OutputTable rows, double share, long seed) {
        int[] order = new int[rows.rows()];
        Arrays.setAll(order, i -> i);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        int small = Math.max(1, (int) Math.round(share * order.length));
        int[] first = Arrays.copyOfRange(order, small, order.length);
        int[] second = Arrays.copyOf(order, small);
        Arrays.sort(first);
        Arrays.sort(second);
        return new OutputTable[] {rows.pick(first), rows.pick(second)};
    }
}
