package dev.majlis.foe.fuse;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import java.util.Arrays;

/**
 * A perceptron over the outputs of experts (foe.md §2.2). A masked one serves every subset (§2.4c). One that is not masked
 * serves all experts; for a subset, when one failed or was not asked, the kNN fuser on the columns of that subset answers,
 * so nobody's input is refused. Its rows are those it was not trained on: a network cannot leave a row out.
 */
public final class MlpFuser implements Fuser {
    private final FusionNetwork network;
    private final OutputTable estimate;
    private final KnnFuser subsets;
    private final Preparation preparation;
    private final int[] starts;

    /**
     * @param estimate prepared rows by which losses are estimated; none of them may have been trained on
     * @param neighbours k_f of the subsets of a network that is not masked
     */
    public MlpFuser(FusionNetwork network, OutputTable estimate, Preparation preparation, int neighbours) {
        this.network = requireNonNull(network, "network is null");
        this.estimate = requireNonNull(estimate, "estimate is null");
        this.preparation = requireNonNull(preparation, "preparation is null");
        this.subsets = new KnnFuser(estimate, neighbours);
        int[] widths = network.widths();
        starts = new int[widths.length + 1];
        for (int k = 0; k < widths.length; k++) {
            starts[k + 1] = starts[k] + widths[k];
        }
        requireFit(widths);
    }

    @Override
    public OutputTable rows() {
        return estimate;
    }

    @Override
    public Preparation preparation() {
        return preparation;
    }

    @Override
    public float[] fuse(ExpertOutputs outputs, ExpertSet asked) {
        if (!serves(asked)) {
            return subsets.fuse(outputs, asked);
        }
        float[] columns = new float[starts[starts.length - 1]];
        for (int k : asked.toArray()) {
            put(columns, k, outputs.block(k));
        }
        return probabilities(columns, asked);
    }

    @Override
    public RowFusion ofRow(int row, ExpertSet asked) {
        return new RowFusion() {
            private final RowFusion left = serves(asked) ? null : subsets.ofRow(row, asked);

            @Override
            public float[] alone() {
                return left == null ? fused(row, asked) : left.alone();
            }

            @Override
            public float[] with(int expert) {
                return serves(asked.with(expert)) ? fused(row, asked.with(expert)) : left.with(expert);
            }
        };
    }

    @Override
    public String model() {
        return network.masked() ? "masked_mlp" : "mlp";
    }

    FusionNetwork network() {
        return network;
    }

    int neighbours() {
        return subsets.neighbours();
    }

    private boolean serves(ExpertSet asked) {
        return network.masked() || asked.equals(estimate.all());
    }

    private float[] fused(int row, ExpertSet asked) {
        float[] columns = new float[starts[starts.length - 1]];
        for (int k : asked.toArray()) {
            put(columns, k, estimate.block(k).row(row));
        }
        return probabilities(columns, asked);
    }

    private void put(float[] columns, int expert, float[] features) {
        System.arraycopy(features, 0, columns, starts[expert], starts[expert + 1] - starts[expert]);
    }

    private float[] probabilities(float[] columns, ExpertSet asked) {
        return SoftmaxRegression.softmax(network.logits(columns, asked));
    }

    private void requireFit(int[] widths) {
        int[] stored = new int[estimate.experts()];
        Arrays.setAll(stored, k -> estimate.block(k).width());
        if (!Arrays.equals(widths, stored)
                || network.classes() != estimate.targets().classes()) {
            throw Failures.dimMismatch("the network reads blocks of " + Arrays.toString(widths) + " and tells "
                    + network.classes() + " classes, the rows have " + Arrays.toString(stored) + " and "
                    + estimate.targets().classes());
        }
    }
}
