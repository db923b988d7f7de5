package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.frugal.BudgetSearch;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A fuser in memory, ready to answer. Thread-safe. */
public final class ServedFuser {
    private static final int KEPT_BUDGETS = 256;

    private final FuserRecord record;
    private final Council council;
    private final Optional<OutputTable> heldOut;
    private final Map<Double, Double> lambdas = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Double, Double> eldest) {
            return size() > KEPT_BUDGETS;
        }
    };
    private Optional<BudgetSearch> search = Optional.empty();

    /** @param heldOut prepared rows that the fuser does not know */
    public ServedFuser(FuserRecord record, Council council, Optional<OutputTable> heldOut) {
        this.record = requireNonNull(record, "record is null");
        this.council = requireNonNull(council, "council is null");
        this.heldOut = requireNonNull(heldOut, "heldOut is null");
    }

    public FuserRecord record() {
        return record;
    }

    public Council council() {
        return council;
    }

    public Optional<OutputTable> heldOut() {
        return heldOut;
    }

    public FrugalRouter router() {
        return council.router();
    }

    /**
     * The price λ at which the mean cost of an input stays within a budget; searched once for each.
     *
     * @throws MeshException {@code BUDGET_TOO_SMALL}, or {@code NO_HELD_OUT_ROWS} where the fuser has none
     */
    public synchronized double lambda(double budget) {
        Double known = lambdas.get(budget);
        if (known != null) {
            return known;
        }
        if (search.isEmpty()) {
            OutputTable rows = heldOut.orElseThrow(() -> new MeshException(
                            ProblemSlug.UNPROCESSABLE_INPUT,
                            "the fuser has no held-out rows to find a price for a budget")
                    .withStatus(409)
                    .withCode("NO_HELD_OUT_ROWS"));
            search = Optional.of(new BudgetSearch(council.router(), rows));
        }
        double lambda = search.get().within(budget).settings().lambda();
        lambdas.put(budget, lambda);
        return lambda;
    }
}
