package dev.majlis.foe.frugal;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.Decision.Stop;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.OutputTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final OutputTable heldOut;
    private final List<Map<ExpertSet, int[]>> neighbours = new ArrayList<>();

    /** @param heldOut rows that are not in the fuser's table; only the first 5000 are tried */
    public BudgetSearch(FrugalRouter router, OutputTable heldOut) {
        this.router = router;
        this.heldOut = heldOut;
        for (int row = 0; row < Math.min(ROWS, heldOut.rows()); row++) {
            neighbours.add(new HashMap<>());
        }
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
        int rows = neighbours.size();
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < rows; row++) {
            double cost = cost(candidate, row);
            sum += cost;
            squares += cost * cost;
        }
        double mean = sum / rows;
        double variance = Math.max(0, squares / rows - mean * mean);
        return mean + MARGIN * Math.sqrt(variance / rows);
    }

    private double cost(FrugalRouter candidate, int row) {
        FrugalRun run = candidate.start(Caps.NONE, heldOut.outputs(row, candidate.known()), neighbours.get(row));
        while (true) {
            Decision decision = run.next();
            if (decision instanceof Ask ask) {
                run.answered(ask.expert(), heldOut.block(ask.expert()).row(row));
            } else if (decision instanceof Stop) {
                return run.spent();
            }
        }
    }
}
