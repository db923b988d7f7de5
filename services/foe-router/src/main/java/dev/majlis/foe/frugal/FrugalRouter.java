package dev.majlis.foe.frugal;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * FrugalFoE over one pool: knows the prices and the losses of the labelled rows, and starts one {@link FrugalRun} for
 * each input. Safe to share.
 */
public final class FrugalRouter {
    private final SubsetLosses losses;
    private final double[] prices;
    private final FrugalSettings settings;
    private final List<Estimate> first;

    /** @param prices c_k in cost units, one for each expert */
    public FrugalRouter(SubsetLosses losses, double[] prices, FrugalSettings settings) {
        this(losses, prices, settings, firstLosses(losses, settings));
    }

    private FrugalRouter(SubsetLosses losses, double[] prices, FrugalSettings settings, double[] firstLosses) {
        this.losses = requireNonNull(losses, "losses is null");
        this.prices = prices.clone();
        this.settings = requireNonNull(settings, "settings is null");
        int experts = losses.fuser().rows().experts();
        if (prices.length != experts) {
            throw Failures.dimMismatch(prices.length + " prices for " + experts + " experts");
        }
        List<Estimate> estimates = new ArrayList<>();
        for (int k = 0; k < experts; k++) {
            if (!(prices[k] >= 0) || Double.isInfinite(prices[k])) {
                throw Failures.negativeCost("price of expert " + k, prices[k]);
            }
            estimates.add(new Estimate(k, firstLosses[k], Estimate.price(settings.lambda(), prices[k]), prices[k]));
        }
        estimates.sort(Estimate.ORDER);
        this.first = List.copyOf(estimates);
    }

    /** The same pool at another λ; nothing is estimated again. */
    public FrugalRouter withLambda(double lambda) {
        double[] firstLosses = new double[prices.length];
        first.forEach(estimate -> firstLosses[estimate.expert()] = estimate.loss());
        return new FrugalRouter(losses, prices, settings.withLambda(lambda), firstLosses);
    }

    /** Where nothing is {@link #known} before experts are asked. */
    public FrugalRun start(Caps caps) {
        return start(caps, new ExpertOutputs(fuser().rows().experts()));
    }

    /** @param known prepared blocks of the experts of {@link #known} */
    public FrugalRun start(Caps caps, ExpertOutputs known) {
        return new FrugalRun(this, caps, -1, known, new HashMap<>());
    }

    /** For an input that was run before, perhaps at another λ: {@code neighbours} are those found then. */
    FrugalRun start(Caps caps, ExpertOutputs known, Map<ExpertSet, int[]> neighbours, int excluded) {
        return new FrugalRun(this, caps, excluded, known, neighbours);
    }

    /** For a row of the table itself, which then is no neighbour of its own. */
    public FrugalRun startForRow(int row, Caps caps) {
        return new FrugalRun(this, caps, row, fuser().rows().outputs(row, known()), new HashMap<>());
    }

    public FrugalSettings settings() {
        return settings;
    }

    public Fuser fuser() {
        return losses.fuser();
    }

    /** Experts whose blocks are there before they are asked. */
    public ExpertSet known() {
        return losses.known();
    }

    public double price(int expert) {
        return prices[expert];
    }

    /** Cost units of one call of each. */
    public double price(ExpertSet experts) {
        return experts.stream().mapToDouble(k -> prices[k]).sum();
    }

    /** Estimates of every single expert on the mean row, best first (eq. 4.2, 4.3). */
    public List<Estimate> first() {
        return first;
    }

    SubsetLosses losses() {
        return losses;
    }

    private static double[] firstLosses(SubsetLosses losses, FrugalSettings settings) {
        int[] sample = losses.sample(settings.firstRows(), settings.seed());
        int[] experts = losses.fuser().rows().all().toArray();
        double[] means = losses.means(sample, ExpertSet.NONE, experts);
        double[] singles = new double[experts.length];
        System.arraycopy(means, 1, singles, 0, singles.length);
        return singles;
    }
}
