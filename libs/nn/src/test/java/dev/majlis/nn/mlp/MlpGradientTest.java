package dev.majlis.nn.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.encoder.Pass;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.train.Predictor;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlpGradientTest {
    @TempDir
    Path folder;

    private static float[] gradient(MlpModel model, List<MlpExample> rows, String name) {
        var pipeline = new MlpPipeline(model);
        TorchEngine.recording(() -> {
            try (NDManager scope = model.parameters().scope()) {
                TorchEngine.backward(pipeline.loss(pipeline.collate(rows, scope), Pass.ANSWER, scope));
            }
        });
        try (NDArray gradient = model.parameters().get(name).getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /** ∂loss/∂W = Σ w·x·(p − y) / Σ w, for dense rows and for sparse ones. */
    @Test
    void softmaxRegressionHasTheGradientOfItsClosedForm() {
        MlpConfig config = MlpConfig.of(List.of(6), 3);
        var random = new SplittableRandom(4);
        List<MlpExample> dense = IntStream.range(0, 9)
                .mapToObj(i ->
                        new MlpExample(MlpRows.dense(config, random), 1, new float[] {0.2f, 0.5f, 0.3f}, 1 + i % 3, i))
                .toList();
        List<MlpExample> sparse = IntStream.range(0, 9)
                .mapToObj(i -> MlpExample.of(config, MlpRows.sparse(config, random), i % 3, i))
                .toList();
        for (List<MlpExample> rows : List.of(dense, sparse)) {
            try (MlpModel model = MlpModel.random(config, rows, 1)) {
                model.save(folder);
                float[] gradient = gradient(model, rows, "layers.0.weight");

                assertThat(gradient).containsExactly(closedForm(config, rows), within(1e-5f));
            }
        }
    }

    private float[] closedForm(MlpConfig config, List<MlpExample> rows) {
        Mlp mlp = Mlp.open(folder);
        double total = rows.stream().mapToDouble(MlpExample::weight).sum();
        float[] gradient = new float[config.width() * config.classes()];
        for (MlpExample row : rows) {
            float[] x = new float[config.width()];
            new MlpInputs(config, Standardisation.none(config.width())).write(row.input(), 1, x, 0);
            float[] shares = Mlp.softmax(mlp.logits(row.input(), 1), 1);
            for (int i = 0; i < gradient.length; i++) {
                int k = i % config.classes();
                gradient[i] += (float) (row.weight() / total * x[i / config.classes()] * (shares[k] - row.target()[k]));
            }
        }
        return gradient;
    }

    @Test
    void aHiddenLayerHasTheGradientOfFiniteDifferences() {
        MlpConfig config = MlpConfig.of(List.of(4, 3), 3).withMasked(true).withHidden(List.of(12), 0);
        List<MlpExample> rows = MlpRows.noise(config, 20, 8).stream()
                .map(row -> row.withPresent(1 + row.number() % 3))
                .toList();
        try (MlpModel model = MlpModel.random(config, rows, 1)) {
            String name = "layers.0.weight";
            float[] gradient = gradient(model, rows, name);
            float[] weights = model.parameters().floats(name);
            for (int i = 0; i < weights.length; i += 5) {
                float step = 2e-3f;
                double up = moved(model, rows, name, weights, i, step);
                double down = moved(model, rows, name, weights, i, -step);

                assertThat(gradient[i]).isCloseTo((float) ((up - down) / (2 * step)), within(2e-3f));
            }
        }
    }

    private static double moved(
            MlpModel model, List<MlpExample> rows, String name, float[] weights, int at, float step) {
        float[] values = weights.clone();
        values[at] += step;
        model.parameters().set(name, values);
        double loss = new Predictor<>(new MlpPipeline(model), 64, 64).loss(rows);
        model.parameters().set(name, weights);
        return loss;
    }
}
