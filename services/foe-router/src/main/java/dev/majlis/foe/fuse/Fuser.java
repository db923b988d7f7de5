package dev.majlis.foe.fuse;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;

/** F_S for every subset S of experts: from their outputs to a distribution over classes (foe.md §2.4). Safe to share. */
public interface Fuser {
    /** Labelled rows by which losses are estimated. */
    OutputTable rows();

    /**
     * F_S(f_S(x)).
     *
     * @param outputs prepared
     * @param asked not empty, and part of what {@code outputs} holds
     * @return {@code float[classes]}, at least 0, sum 1
     */
    float[] fuse(ExpertOutputs outputs, ExpertSet asked);

    /**
     * What the fuser would say of a row of {@link #rows} that it had never seen: a fuser that keeps its rows leaves this
     * one out (foe.md §5.3).
     */
    RowFusion ofRow(int row, ExpertSet asked);

    /** What is done to the blocks of experts before {@link #fuse} reads them; {@link #rows} are prepared already. */
    default Preparation preparation() {
        return Preparation.none(rows().experts());
    }

    /** Word for reports, for example {@code knn}. */
    String model();
}
