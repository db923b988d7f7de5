package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.Pass;
import dev.majlis.nn.engine.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** cappy §8 row 5: the gradient of the loss against finite differences of our own loss. */
class GradientTest {

    @Test
    void gradientsOfTheHeadAreThoseOfFiniteDifferences() {
        try (EncoderModel model = TinyScorer.open(0)) {
            var pipeline = new RegressionPipeline(model);
            List<Labelled<Float>> examples = TinyScorer.examples();
            String name = "classifier.out_proj.weight";
            float[] gradient = gradient(pipeline, examples, name);
            float[] weights = model.parameters().floats(name);

            for (int i = 0; i < weights.length; i += 7) {
                float step = 0.02f;
                float[] moved = weights.clone();
                moved[i] = weights[i] + step;
                model.parameters().set(name, moved);
                double up = new Predictor<>(pipeline, 12, 4096).loss(examples);
                moved[i] = weights[i] - step;
                model.parameters().set(name, moved);
                double down = new Predictor<>(pipeline, 12, 4096).loss(examples);
                // the loss is a parabola in a weight of the last layer: central differences are exact but for rounding
                double wanted = (up - down) / (2 * (double) step);
                assertThat(gradient[i]).isCloseTo((float) wanted, within((float) (1e-3 * Math.abs(wanted) + 1e-5)));
            }
        }
    }

    private static float[] gradient(RegressionPipeline pipeline, List<Labelled<Float>> examples, String name) {
        TorchEngine.recording(() -> {
            try (NDManager scope = pipeline.parameters().scope()) {
                TorchEngine.backward(pipeline.loss(pipeline.collate(examples, scope), Pass.ANSWER, scope));
            }
        });
        try (NDArray gradient = pipeline.parameters().get(name).getGradient()) {
            return gradient.toFloatArray();
        }
    }
}
