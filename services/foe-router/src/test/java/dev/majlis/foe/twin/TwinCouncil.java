package dev.majlis.foe.twin;

import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.frugal.SubsetLosses;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Rehearsal;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;

/** Councils on tables, for tests. */
public final class TwinCouncil {
    private TwinCouncil() {}

    public static Council of(Pool pool, Fuser fuser, FrugalSettings settings) {
        SubsetLosses losses = new SubsetLosses(fuser, settings.loss(), SubsetLosses.BYTES);
        return new Council(pool, new FrugalRouter(losses, pool.prices(CostWeights.MONEY), settings));
    }

    public static Outcomes rehearse(Council council, OutputTable test, Policy policy) {
        return new Outcomes(policy.name(), test, new Rehearsal(council, test).answers(policy));
    }
}
