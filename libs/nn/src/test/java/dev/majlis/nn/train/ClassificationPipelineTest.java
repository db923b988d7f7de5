package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationPipelineTest {
    private static final EncoderConfig CONFIG =
            new EncoderConfig("bert", 40, 16, 1, 2, 32, 16, 2, 0, 1e-12, 0, 0, 0, 3, 0.2);
    private static final TrainingSettings SETTINGS =
            TrainingSettings.defaults().withEpochs(40).withLearningRate(LearningRate.linear(1e-2, 0.1));

    private static TokenSequence sequence(int[] ids) {
        return new TokenSequence(ids, new int[ids.length], 0);
    }

    private static List<int[]> texts(int count) {
        var random = new SplittableRandom(1);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(3 + i % 5, 1, 40).toArray())
                .toList();
    }

    private static int best(float[] logits, int from) {
        int best = 0;
        for (int k = 1; k < 3; k++) {
            best = logits[from + k] > logits[from + best] ? k : best;
        }
        return best;
    }

    @Test
    void learnsTheClassOfAText() {
        List<Labelled<int[]>> examples = texts(96).stream()
                .map(ids -> new Labelled<>(sequence(ids), new int[] {ids[0] % 3}))
                .toList();
        try (EncoderModel model = EncoderModel.random(CONFIG, HeadKind.SEQUENCE, 1, 2)) {
            var pipeline = new ClassificationPipeline(model);
            TrainingRun.of(pipeline, examples, SETTINGS).run(() -> false);

            List<float[]> logits = new Predictor<>(pipeline, 8, 64).predict(examples);
            long right = IntStream.range(0, 96)
                    .filter(i -> best(logits.get(i), 0) == examples.get(i).label()[0])
                    .count();
            assertThat(right).isGreaterThan(90);
        }
    }

    @Test
    void learnsTheClassOfEachTokenAndIgnoresWhatIsMarked() {
        List<Labelled<int[]>> examples = texts(64).stream()
                .map(ids -> {
                    int[] labels = IntStream.of(ids).map(id -> id % 3).toArray();
                    labels[0] = ClassificationPipeline.IGNORED;
                    return new Labelled<>(sequence(ids), labels);
                })
                .toList();
        try (EncoderModel model = EncoderModel.random(CONFIG, HeadKind.TOKENS, 1, 2)) {
            var pipeline = new ClassificationPipeline(model);
            TrainingRun.of(pipeline, examples, SETTINGS).run(() -> false);

            List<float[]> logits = new Predictor<>(pipeline, 8, 64).predict(examples);
            int wrong = 0;
            for (int i = 0; i < 64; i++) {
                int[] labels = examples.get(i).label();
                assertThat(logits.get(i)).hasSize(3 * labels.length);
                for (int token = 1; token < labels.length; token++) {
                    wrong += best(logits.get(i), 3 * token) == labels[token] ? 0 : 1;
                }
            }
            assertThat(wrong).isLessThan(10);
        }
    }

    @Test
    void takesTheMeanOverTokensWhateverTheCutIntoMicroBatches() {
        List<Labelled<int[]>> examples = new ArrayList<>();
        texts(12)
                .forEach(ids -> examples.add(new Labelled<>(
                        sequence(ids), IntStream.of(ids).map(id -> id % 3).toArray())));
        try (EncoderModel model = EncoderModel.random(CONFIG, HeadKind.TOKENS, 1, 2)) {
            var pipeline = new ClassificationPipeline(model);
            double whole = new Predictor<>(pipeline, 12, 4096).loss(examples);

            assertThat(new Predictor<>(pipeline, 1, 4096).loss(examples)).isCloseTo(whole, within(1e-6));
            assertThat(new Predictor<>(pipeline, 5, 20).loss(examples)).isCloseTo(whole, within(1e-6));
        }
    }
}
