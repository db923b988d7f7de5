package dev.majlis.foe.fuse;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.FuserMode;
import dev.majlis.foe.table.OutputTable;
import java.util.Arrays;

/**
 * The columns [z ⊙ mask, mask] of a fuser that serves every subset: embeddings standardised on the training rows, 0 for experts that were not asked, then one column for each expert that says whether it was (foe.md §2.4c, §3.4).
 */
final class FeatureColumns {
    private final int[] starts;
    private final float[] means;
    private final float[] scales;

    private FeatureColumns(int[] starts, float[] means, float[] scales) {
        this.starts = starts;
        this.means = means;
        this.scales = scales;
    }

    static FeatureColumns fit(OutputTable table) {
        int[] starts = new int[table.experts() + 1];
        for (int k = 0; k < table.experts(); k++) {
            starts[k + 1] = starts[k] + table.block(k).width();
        }
        float[] means = new float[starts[table.experts()]];
        float[] scales = new float[means.length];
        Arrays.fill(scales, 1);
        // probabilities are on one scale already; dividing by a small spread would make noise of rare labels loud
        boolean standardised = table.targets().mode() == FuserMode.GENERATIVE;
        for (int k = 0; standardised && k < table.experts(); k++) {
            Moments moments = Moments.of(table.block(k));
            System.arraycopy(moments.means(), 0, means, starts[k], moments.means().length);
            System.arraycopy(moments.scales(), 0, scales, starts[k], moments.scales().length);
        }
        return new FeatureColumns(starts, means, scales);
    }

    /** As it was stored. */
    static FeatureColumns of(OutputTable table, float[] means, float[] scales) {
        FeatureColumns fitted = fit(table);
        if (means.length != fitted.means.length || scales.length != means.length) {
            throw Failures.corrupt(means.length + " means of columns, " + fitted.means.length + " are needed");
        }
        return new FeatureColumns(fitted.starts, means, scales);
    }

    float[] means() {
        return means.clone();
    }

    float[] scales() {
        return scales.clone();
    }

    int width() {
        return means.length + starts.length - 1;
    }

    float[] of(OutputTable table, int row, ExpertSet asked) {
        float[] columns = new float[width()];
        for (int k : asked.toArray()) {
            fill(columns, k, table.block(k).row(row));
        }
        return columns;
    }

    float[] of(ExpertOutputs outputs, ExpertSet asked) {
        float[] columns = new float[width()];
        for (int k : asked.toArray()) {
            fill(columns, k, outputs.block(k));
        }
        return columns;
    }

    void fill(float[] columns, int expert, float[] features) {
        for (int i = 0; i < features.length; i++) {
            int at = starts[expert] + i;
            columns[at] = (features[i] - means[at]) * scales[at];
        }
        columns[means.length + expert] = 1;
    }
}
