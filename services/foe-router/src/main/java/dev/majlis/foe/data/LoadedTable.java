package dev.majlis.foe.data;

import dev.majlis.foe.table.OutputTable;
import java.util.List;

/**
 * A table and what was left out of it.
 *
 * @param rejects the first of them, {@link #KEPT_REJECTS} at most
 * @param rejected all of them
 */
public record LoadedTable(OutputTable table, List<RejectedLine> rejects, int rejected) {
    public static final int KEPT_REJECTS = 100;

    public LoadedTable {
        rejects = List.copyOf(rejects);
    }
}
