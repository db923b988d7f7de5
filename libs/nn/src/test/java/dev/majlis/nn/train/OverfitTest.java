package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.nn.Golden;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** cappy.md §8 row 5: two hundred steps are enough to learn 32 pairs by heart. */
class OverfitTest {
    private static final int PAIRS = 32;

    @Test
    void twoHundredStepsLearnThirtyTwoPairsByHeart() {
        try (EncoderModel model = TinyScorer.open(0)) {
            List<Labelled<Float>> examples = pairs();
            var pipeline = new RegressionPipeline(model);
            double before = new Predictor<>(pipeline, PAIRS, 4096).loss(examples);

            TrainingResult result = TrainingRun.of(
                            pipeline,
                            examples,
                            TrainingSettings.defaults()
                                    .withEpochs(200)
                                    .withMaxUpdates(200)
                                    .withBatch(PAIRS, PAIRS, 4096)
                                    .withLearningRate(LearningRate.linear(2e-3, 0.1)))
                    .run(() -> false);

            assertThat(result.updates()).isEqualTo(200);
            assertThat(before).isGreaterThan(0.05);
            assertThat(new Predictor<>(pipeline, PAIRS, 4096).loss(examples)).isLessThan(1e-3);
        }
    }

    /** The labels follow nothing in the texts. */
    private static List<Labelled<Float>> pairs() {
        try (TokenizerFile tokenizer = TokenizerFile.open(Golden.ROBERTA.resolve("tokenizer.json"))) {
            var layout = new SequenceLayout(tokenizer, 64);
            return IntStream.range(0, PAIRS)
                    .mapToObj(i -> new Labelled<>(
                            layout.pair(
                                    "Which word has number " + i + "?",
                                    "It is number " + (97 * i) % 64 + ".",
                                    Overflow.TRUNCATE_LONGEST,
                                    i),
                            (13 * i) % PAIRS / (float) (PAIRS - 1)))
                    .toList();
        }
    }
}
