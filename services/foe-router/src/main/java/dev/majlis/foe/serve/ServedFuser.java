package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.drift.DistanceBands;
import dev.majlis.foe.drift.DriftSettings;
import dev.majlis.foe.drift.DriftState;
import dev.majlis.foe.drift.DriftWatch;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.table.ExpertOutputs;
import java.time.Clock;

/** A fuser in memory, ready to answer, and what it has seen of late. Thread-safe. */
public final class ServedFuser {
    private static final int BAND_ROWS = 500;

    private final FuserRecord record;
    private final Council council;
    private final DistanceBands bands;
    private final DriftWatch watch;

    public ServedFuser(FuserRecord record, Council council, Clock clock) {
        this.record = requireNonNull(record, "record is null");
        this.council = requireNonNull(council, "council is null");
        FuserSettings settings = record.settings();
        this.bands = new DistanceBands(council.router().fuser(), settings.kappa(), BAND_ROWS, settings.seed());
        this.watch = new DriftWatch(DriftSettings.DEFAULT, bands.rows(), clock);
    }

    private ServedFuser(ServedFuser other, Council council) {
        this.record = other.record;
        this.council = council;
        this.bands = other.bands;
        this.watch = other.watch;
    }

    /** The same at other prices. */
    ServedFuser with(Council repriced) {
        return new ServedFuser(this, repriced);
    }

    public FuserRecord record() {
        return record;
    }

    public Council council() {
        return council;
    }

    public FrugalRouter router() {
        return council.router();
    }

    /**
     * The price λ at which the mean cost of an input stays within a budget.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code BUDGET_TOO_SMALL}
     */
    public double lambdaOfBudget(double budget) {
        return record.prices().forBudget(budget);
    }

    /** The greatest price λ at which the expected loss above that of all experts stays within {@code maxLoss}. */
    public double lambdaOfLoss(double maxLoss) {
        return record.prices().forLoss(maxLoss);
    }

    /**
     * How far an input lies from what the fuser has seen, from 0 to 1; the watch takes note of it.
     *
     * @param raw what experts said
     */
    public double observe(ExpertOutputs raw) {
        double rank = bands.rank(raw);
        watch.observe(rank);
        return rank;
    }

    /** Whether inputs have drifted. */
    public DriftState drift() {
        return watch.state();
    }
}
