package dev.majlis.foe.data;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.table.RowOrigins;
import java.util.Arrays;

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

    /** @throws dev.majlis.mesh.error.MeshException {@code LEAKED_ROWS} with the number of rows and the first */
    public void requireUnseen(RowOrigins rows) {
        int count = 0;
        int first = -1;
        for (int row = 0; row < rows.rows(); row++) {
            long input = rows.inputs()[row];
            if (input != 0 && Arrays.binarySearch(trained, input) >= 0) {
                count++;
                first = first < 0 ? row : first;
            }
        }
        if (count > 0) {
            throw Failures.leakedRows(count, first);
        }
    }
}
