package dev.majlis.foe.frugal;

import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.OutputTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Labelled rows on which prices are tried: rows that are not in the fuser's table, or rows of that table, each of which is
 * then no neighbour of its own. Neighbours that were found are kept, so a further price is cheap. Not safe to share.
 */
public final class HeldOutRows {
    private final OutputTable table;
    private final int[] rows;
    private final boolean own;
    private final List<Map<ExpertSet, int[]>> neighbours = new ArrayList<>();

    private HeldOutRows(OutputTable table, int[] rows, boolean own) {
        this.table = table;
        this.rows = rows;
        this.own = own;
        for (int i = 0; i < rows.length; i++) {
            neighbours.add(new HashMap<>());
        }
    }

    /** @param prepared rows that are not in the fuser's table; only the first {@code most} are tried */
    public static HeldOutRows of(OutputTable prepared, int most) {
        int[] rows = new int[Math.min(most, prepared.rows())];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        return new HeldOutRows(prepared, rows, false);
    }

    /** A sample of the rows of the fuser itself, for want of others. */
    public static HeldOutRows leftOut(FrugalRouter router, int most, long seed) {
        return new HeldOutRows(router.fuser().rows(), router.losses().sample(most, seed), true);
    }

    public int count() {
        return rows.length;
    }

    /** The run of a row to its end. */
    FrugalRun finished(FrugalRouter router, int i) {
        int row = rows[i];
        FrugalRun run = router.start(Caps.NONE, table.outputs(row, router.known()), neighbours.get(i), own ? row : -1);
        while (run.next() instanceof Ask ask) {
            run.answered(ask.expert(), table.block(ask.expert()).row(row));
        }
        return run;
    }

    /** ℓ of answering row i with the experts of {@code asked}. */
    double loss(FrugalRouter router, int i, ExpertSet asked) {
        if (own) {
            return router.losses().means(new int[] {rows[i]}, asked, new int[0])[0];
        }
        Fuser fuser = router.fuser();
        ExpertSet read = asked.with(router.known());
        float[] fused = fuser.fuse(table.outputs(rows[i], read), read);
        return router.losses().loss(fused, asked, table.targets(), rows[i]);
    }
}
