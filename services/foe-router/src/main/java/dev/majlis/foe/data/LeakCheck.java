package dev.majlis.foe.data;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.table.RowOrigins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Refuses fuser rows on which an expert was trained: experts look far better there than they are, and the fuser learns
 * to trust the wrong ones (foe.md §5.1).
 */
public final class LeakCheck {
    private final long[] trained;

    /** @param expertTrainInputs hashes of every input any expert was trained on */
    public LeakCheck(long[] expertTrainInputs) {
        trained = expertTrainInputs.clone();
        Arrays.sort(trained);
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code LEAKED_ROWS} with their number and the first ten, counted from 0 */
    public void requireUnseen(RowOrigins rows) {
        List<String> leaked = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            long input = rows.inputs()[row];
            if (input != 0 && Arrays.binarySearch(trained, input) >= 0) {
                leaked.add("row " + row);
            }
        }
        if (!leaked.isEmpty()) {
            throw Failures.leakedRows(leaked);
        }
    }
}
