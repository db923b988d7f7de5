package dev.majlis.nn.mlp;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.encoder.Pass;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.train.Pipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cross entropy against a distribution over the classes, a mean by weight. Predictions are logits, {@code float[classes]}. */
public final class MlpPipeline implements Pipeline<MlpExample, MlpBatch, float[]> {
    private final MlpModel model;

    public MlpPipeline(MlpModel model) {
        this.model = requireNonNull(model, "model is null");
    }

    @Override
    public Parameters parameters() {
        return model.parameters();
    }

    @Override
    public MlpBatch collate(List<MlpExample> examples, NDManager scope) {
        int classes = model.config().classes();
        float[] shares = new float[examples.size() * classes];
        double total = examples.stream().mapToDouble(MlpExample::weight).sum();
        for (int i = 0; i < examples.size(); i++) {
            double share = examples.get(i).weight() / total;
            float[] target = examples.get(i).target();
            for (int k = 0; k < classes; k++) {
                shares[i * classes + k] = (float) (target[k] * share);
            }
        }
        return new MlpBatch(examples, TorchEngine.owned(scope, shares, examples.size(), classes));
    }

    @Override
    public NDArray loss(MlpBatch batch, Pass pass, NDManager scope) {
        NDArray logits = model.logits(batch.examples(), pass, scope);
        return logits.logSoftmax(-1).mul(batch.shares()).sum().neg();
    }

    @Override
    public List<float[]> predict(MlpBatch batch, NDManager scope) {
        float[] values = model.logits(batch.examples(), Pass.ANSWER, scope).toFloatArray();
        int classes = model.config().classes();
        List<float[]> rows = new ArrayList<>();
        for (int from = 0; from < values.length; from += classes) {
            rows.add(Arrays.copyOfRange(values, from, from + classes));
        }
        return rows;
    }

    /** Rows are all alike: throughput is counted in rows. */
    @Override
    public int length(MlpExample example) {
        return 1;
    }

    @Override
    public double weight(MlpExample example) {
        return example.weight();
    }
}
