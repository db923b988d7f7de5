package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.nn.Golden;
import dev.majlis.nn.encoder.EncoderModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty updates against those of PyTorch's own AdamW. */
class GoldenTrainingTest {

    static TrainingSettings settings() {
        return TrainingSettings.defaults()
                .withEpochs(20)
                .withBatch(12, 6, 4096)
                .withShuffle(false)
                .withLearningRate(LearningRate.linear(1e-3, 0).withWarmup(4))
                .withAdamW(AdamWSettings.defaults().withWeightDecay(0.01));
    }

    static double norm(EncoderModel model) {
        double squares = 0;
        for (String name : model.parameters().names()) {
            for (float value : model.parameters().floats(name)) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    @Test
    void followsTheReferenceForTwentyUpdates() {
        JsonNode rows = Golden.expected("training").path("rows");
        List<TrainingProgress> seen = new ArrayList<>();
        List<Double> norms = new ArrayList<>();

        try (EncoderModel model = TinyScorer.open(0)) {
            TrainingRun.of(new RegressionPipeline(model), TinyScorer.examples(), settings())
                    .onProgress(progress -> {
                        seen.add(progress);
                        norms.add(norm(model));
                    })
                    .run(() -> false);
        }

        assertThat(seen).hasSize(20);
        for (int i = 0; i < 20; i++) {
            JsonNode row = rows.get(i);
            double tolerance = i <= 5 ? 1e-4 : 1e-2;
            assertThat(seen.get(i).learningRate())
                    .as("rate %d", i)
                    .isCloseTo(row.path("lr").asDouble(), within(1e-12));
            assertThat(seen.get(i).loss())
                    .as("loss %d", i)
                    .isCloseTo(row.path("loss").asDouble(), relative(row.path("loss"), tolerance));
            assertThat(seen.get(i).gradientNorm())
                    .as("gradient norm %d", i)
                    .isCloseTo(row.path("grad_norm").asDouble(), relative(row.path("grad_norm"), 10 * tolerance));
            assertThat(norms.get(i))
                    .as("parameter norm %d", i)
                    .isCloseTo(row.path("param_norm").asDouble(), relative(row.path("param_norm"), 1e-5));
        }
    }

    private static org.assertj.core.data.Offset<Double> relative(JsonNode value, double share) {
        return within(Math.abs(value.asDouble()) * share);
    }

    /** redco V7: the cut into micro-batches changes nothing, and the rate is counted in updates. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12})
    void doesNotDependOnTheCutIntoMicroBatches(int micro) {
        List<Double> whole = losses(12, 4096);

        List<Double> cut = losses(micro, 4096);
        List<Double> byTokens = losses(12, 150);

        for (int i = 0; i < 5; i++) {
            assertThat(cut.get(i)).isCloseTo(whole.get(i), within(1e-4 * whole.get(i)));
            assertThat(byTokens.get(i)).isCloseTo(whole.get(i), within(1e-4 * whole.get(i)));
        }
    }

    private static List<Double> losses(int micro, int tokens) {
        List<Double> losses = new ArrayList<>();
        try (EncoderModel model = TinyScorer.open(0)) {
            TrainingRun.of(
                            new RegressionPipeline(model),
                            TinyScorer.examples(),
                            settings()
                                    .withBatch(12, micro, tokens)
                                    .withMaxUpdates(5)
                                    .withLearningRate(LearningRate.constant(1e-4)))
                    .onProgress(progress -> losses.add(progress.loss()))
                    .run(() -> false);
        }
        return losses;
    }
}
