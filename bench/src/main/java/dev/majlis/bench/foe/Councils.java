package dev.majlis.bench.foe;

import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.frugal.SubsetLosses;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Rehearsal;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import java.util.Random;
import java.util.stream.IntStream;

/** Councils on tables, priced in money. */
final class Councils {
    private Councils() {}

    static Council of(Pool pool, Fuser fuser) {
        return of(pool, fuser, ExpertSet.NONE);
    }

    /** @param known experts whose blocks are there before they are asked */
    static Council of(Pool pool, Fuser fuser, ExpertSet known) {
        FrugalSettings settings = FrugalSettings.DEFAULT;
        SubsetLosses losses = new SubsetLosses(fuser, settings.loss(), SubsetLosses.BYTES, known);
        return new Council(pool, new FrugalRouter(losses, pool.prices(CostWeights.MONEY), settings));
    }

    static Outcomes outcomes(Council council, OutputTable test, Policy policy) {
        return new Outcomes(policy.name(), test, new Rehearsal(council, test).answers(policy));
    }

    static double accuracy(Council council, OutputTable test, Policy policy) {
        return outcomes(council, test, policy).accuracy();
    }

    /** Two parts of a table in an order drawn by seed. */
    record Halves(OutputTable first, OutputTable second) {
        /** @param share of the first part */
        static Halves of(OutputTable table, double share, long seed) {
            int[] order = shuffled(table.rows(), seed);
            int cut = (int) Math.round(share * order.length);
            return new Halves(
                    table.pick(IntStream.range(0, cut).map(i -> order[i]).toArray()),
                    table.pick(IntStream.range(cut, order.length)
                            .map(i -> order[i])
                            .toArray()));
        }
    }

    static int[] shuffled(int count, long seed) {
        Random random = new Random(seed);
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
