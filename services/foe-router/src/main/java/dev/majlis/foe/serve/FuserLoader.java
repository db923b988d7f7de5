package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.frugal.SubsetLosses;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.FuserMode;
import java.time.Clock;
import java.util.List;

/** Brings fusers into memory. Thread-safe; blocks. */
public final class FuserLoader {
    /** Share by which a price must change before estimates are made anew. */
    private static final double MOVED = 0.2;

    private final FuserFiles files;
    private final CallCosts costs;
    private final Clock clock;

    public FuserLoader(FuserFiles files, CallCosts costs, Clock clock) {
        this.files = requireNonNull(files, "files is null");
        this.costs = requireNonNull(costs, "costs is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    public ServedFuser load(FuserRecord record, PoolRecord pool, List<RegisteredExpert> experts) {
        return new ServedFuser(record, council(files.read(record), record.settings(), pool, experts), clock);
    }

    /** The same fuser at the prices of this moment, if those of experts whose cost is measured have moved much. */
    public ServedFuser repriced(ServedFuser old, PoolRecord pool, List<RegisteredExpert> experts) {
        CostWeights weights = old.record().settings().weights().orElse(pool.weights());
        boolean moved = false;
        for (int k = 0; k < experts.size(); k++) {
            double now = weights.of(costs.expected(experts.get(k)));
            double before = old.router().price(k);
            moved |= experts.get(k).measured() && Math.abs(now - before) > MOVED * Math.max(now, before);
        }
        return moved ? old.with(council(old.router().fuser(), old.record().settings(), pool, experts)) : old;
    }

    /** A council of these experts at the prices of this moment. */
    public Council council(Fuser fuser, FuserSettings settings, PoolRecord pool, List<RegisteredExpert> experts) {
        List<Expert> priced = experts.stream()
                .map(expert -> priced(expert.expert(), costs.expected(expert)))
                .toList();
        CostWeights weights = settings.weights().orElse(pool.weights());
        Pool members = new Pool(pool.id(), priced, pool.labels());
        FrugalSettings frugal = new FrugalSettings(
                settings.lambda(),
                settings.kappa(),
                settings.loss(),
                FrugalSettings.DEFAULT.depth(),
                FrugalSettings.DEFAULT.beam(),
                FrugalSettings.DEFAULT.firstRows(),
                settings.seed());
        SubsetLosses losses =
                new SubsetLosses(fuser, settings.loss(), SubsetLosses.BYTES, known(settings.mode(), experts));
        return new Council(members, new FrugalRouter(losses, members.prices(weights), frugal));
    }

    /** Experts whose columns come from the prompt are known before anybody is asked. */
    static ExpertSet known(FuserMode mode, List<RegisteredExpert> experts) {
        ExpertSet known = ExpertSet.NONE;
        for (int k = 0; k < experts.size(); k++) {
            if (mode.choosesExpert() && experts.get(k).features() == EmbeddingSource.PROMPT) {
                known = known.with(k);
            }
        }
        return known;
    }

    private static Expert priced(Expert expert, Cost cost) {
        return new Expert(expert.id(), expert.kind(), expert.labels(), expert.width(), cost, expert.version());
    }
}
