package dev.majlis.foe.frugal;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.Decision.Stop;
import dev.majlis.foe.neighbour.RunningDistances;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The way of one input through its experts. The caller asks {@link #next}, calls that expert, and tells what came of it;
 * this class calls nobody. Not safe to share.
 */
public final class FrugalRun {
    private final FrugalRouter router;
    private final Caps caps;
    private final int excluded;
    private final ExpertOutputs known;
    private final ExpertOutputs outputs;
    private final RunningDistances distances;
    private final Map<ExpertSet, int[]> neighbours;
    private ExpertSet failed = ExpertSet.NONE;
    private double spent;

    /**
     * @param excluded row of the table that is no neighbour, -1 for none
     * @param known prepared blocks that are there before anybody is asked
     * @param neighbours of this input that are known from earlier runs; what is found is added
     */
    FrugalRun(FrugalRouter router, Caps caps, int excluded, ExpertOutputs known, Map<ExpertSet, int[]> neighbours) {
        if (!known.asked().equals(router.known())) {
            throw Failures.dimMismatch("blocks of " + known.asked().size() + " experts are given, "
                    + router.known().size() + " are known before experts are asked");
        }
        this.known = known;
        this.neighbours = neighbours;
        this.router = router;
        this.caps = caps;
        this.excluded = excluded;
        this.outputs = new ExpertOutputs(router.fuser().rows().experts());
        this.distances = new RunningDistances(router.fuser().rows());
    }

    public Decision next() {
        ExpertSet asked = outputs.asked();
        ExpertSet left = router.fuser().rows().all().without(asked).without(failed);
        if (asked.isEmpty() && router.known().isEmpty()) {
            return first(left);
        }
        int[] near = neighbours.computeIfAbsent(asked, this::nearest);
        int[] affordable = left.stream().filter(this::fits).toArray();
        double[] means = router.losses().means(near, asked, affordable);
        // nobody asked yet, nothing to answer with
        double now = asked.isEmpty() ? 1 : means[0];
        if (affordable.length == 0) {
            return new Stop(reasonOfNoneLeft(left), now, List.of());
        }
        List<Estimate> considered = new ArrayList<>();
        for (int i = 0; i < affordable.length; i++) {
            considered.add(estimate(affordable[i], means[1 + i], router.price(affordable[i])));
        }
        considered.sort(Estimate.ORDER);
        return decide(near, asked, now, considered);
    }

    /** The expert answered: its prepared features, and what the call costs. */
    public FrugalRun answered(int expert, float[] features) {
        outputs.put(expert, features);
        spent += router.price(expert);
        return this;
    }

    /**
     * The expert failed: it is not asked again.
     *
     * @param paid whether the call costs nevertheless
     */
    public FrugalRun failed(int expert, boolean paid) {
        failed = failed.with(expert);
        spent += paid ? router.price(expert) : 0;
        return this;
    }

    public ExpertOutputs outputs() {
        return outputs;
    }

    public ExpertSet failed() {
        return failed;
    }

    /** Cost units so far. */
    public double spent() {
        return spent;
    }

    private int[] nearest(ExpertSet asked) {
        for (int k : asked.with(router.known()).without(distances.asked()).toArray()) {
            distances.add(k, router.known().contains(k) ? known.block(k) : outputs.block(k));
        }
        return distances.nearest(router.settings().neighbours(), excluded).rows();
    }

    private Decision first(ExpertSet left) {
        List<Estimate> considered = router.first().stream()
                .filter(estimate -> left.contains(estimate.expert()) && fits(estimate.expert()))
                .toList();
        if (considered.isEmpty()) {
            return new Stop(reasonOfNoneLeft(left), 1, considered);
        }
        Estimate best = considered.get(0);
        return new Ask(best.expert(), 1, best.loss(), considered);
    }

    private Decision decide(int[] near, ExpertSet asked, double now, List<Estimate> considered) {
        Estimate best = router.settings().depth() == 1 ? considered.get(0) : lookAhead(near, asked, considered);
        boolean pays = best.loss() - now + best.price() <= 0;
        boolean tooUnsure = now > caps.loss() && best.loss() < now;
        if (!asked.isEmpty() && !pays && !tooUnsure) {
            return new Stop(StopReason.COST, now, considered);
        }
        return new Ask(best.expert(), now, best.loss(), considered);
    }

    // the best superset within depth; of its experts the one that is best alone goes first
    private Estimate lookAhead(int[] near, ExpertSet asked, List<Estimate> considered) {
        record Path(ExpertSet set, Estimate estimate) {}
        Comparator<Path> order = Comparator.comparing(Path::estimate, Estimate.ORDER)
                .thenComparingLong(path -> path.set().bits());
        List<Path> beam = considered.stream()
                .map(estimate -> new Path(asked.with(estimate.expert()), estimate))
                .limit(router.settings().beam())
                .toList();
        Path best = beam.get(0);
        for (int depth = 2; depth <= router.settings().depth(); depth++) {
            List<Path> longer = new ArrayList<>();
            for (Path path : beam) {
                int[] further = considered.stream()
                        .mapToInt(Estimate::expert)
                        .filter(k -> !path.set().contains(k))
                        .sorted()
                        .toArray();
                double[] means = router.losses().means(near, path.set(), further);
                for (int i = 0; i < further.length; i++) {
                    double cost = path.estimate().cost() + router.price(further[i]);
                    ExpertSet set = path.set().with(further[i]);
                    if (spent + cost <= caps.cost() && set.size() <= caps.experts()) {
                        longer.add(new Path(set, estimate(path.estimate().expert(), means[1 + i], cost)));
                    }
                }
            }
            if (longer.isEmpty()) {
                break;
            }
            longer.sort(order);
            best = order.compare(longer.get(0), best) < 0 ? longer.get(0) : best;
            beam = longer.stream().limit(router.settings().beam()).toList();
        }
        Estimate found = best.estimate();
        ExpertSet added = best.set().without(asked);
        int head = considered.stream()
                .mapToInt(Estimate::expert)
                .filter(added::contains)
                .findFirst()
                .orElseThrow();
        return new Estimate(head, found.loss(), found.price(), found.cost());
    }

    private Estimate estimate(int expert, double loss, double cost) {
        return new Estimate(expert, loss, Estimate.price(router.settings().lambda(), cost), cost);
    }

    private boolean fits(int expert) {
        return spent + router.price(expert) <= caps.cost() && outputs.asked().size() < caps.experts();
    }

    private StopReason reasonOfNoneLeft(ExpertSet left) {
        if (!left.isEmpty()) {
            return StopReason.BUDGET;
        }
        return failed.isEmpty() ? StopReason.ALL : StopReason.EXPERT_FAILED;
    }
}
