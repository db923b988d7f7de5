package dev.majlis.foe.frugal;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.table.OutputTable;

/**
 * Least λ found whose mean cost on held-out rows stays under a budget (foe.md §7). The bound that must hold is the mean
 * plus {@link #MARGIN} standard errors, so that other rows of the same kind keep the budget too.
 */
public final class BudgetSearch {
    /** One-sided 99 %. */
    private static final double MARGIN = 2.33;

    private static final int HALVINGS = 24;

    private static final int ROWS = 5_000;

    private final FrugalRouter router;
    private final HeldOutRows rows;

    /** @param heldOut prepared rows that are not in the fuser's table; only the first 5000 are tried */
    public BudgetSearch(FrugalRouter router, OutputTable heldOut) {
        this(router, HeldOutRows.of(heldOut, ROWS));
    }

    public BudgetSearch(FrugalRouter router, HeldOutRows rows) {
        this.router = router;
        this.rows = rows;
    }

    /**
     * @param budget mean cost units of one input
     * @return the router at that λ
     * @throws dev.majlis.mesh.error.MeshException {@code BUDGET_TOO_SMALL} when even one expert a row costs more
     */
    public FrugalRouter within(double budget) {
        if (bound(router.withLambda(0)) <= budget) {
            return router.withLambda(0);
        }
        double tooCheap = 0;
        double enough = 1;
        while (bound(router.withLambda(enough)) > budget) {
            tooCheap = enough;
            enough *= 8;
            if (enough > 1e12) {
                return one(budget);
            }
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (tooCheap + enough) / 2;
            if (bound(router.withLambda(middle)) <= budget) {
                enough = middle;
            } else {
                tooCheap = middle;
            }
        }
        return router.withLambda(enough);
    }

    private FrugalRouter one(double budget) {
        FrugalRouter one = router.withLambda(Double.POSITIVE_INFINITY);
        double least = bound(one);
        if (least > budget) {
            throw Failures.budgetTooSmall(budget, least);
        }
        return one;
    }

    private double bound(FrugalRouter candidate) {
        int count = rows.count();
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < count; row++) {
            double cost = rows.finished(candidate, row).spent();
            sum += cost;
            squares += cost * cost;
        }
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        return mean + MARGIN * Math.sqrt(variance / count);
    }
}
