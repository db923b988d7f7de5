package dev.majlis.models.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.TokenSequence;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardPassTest {

    static Stream<Supplier<ForwardPass>> engines() {
        return Stream.of(() -> new OnnxClassifier(new OnnxGraph(TinyRoberta.FOLDER.resolve("model.onnx"), 1)), () -> {
            return new TorchForward(EncoderModel.open(TinyRoberta.FOLDER, HeadKind.SEQUENCE, 2));
        });
    }

    @ParameterizedTest
    @MethodSource("engines")
    void givesTheGoldenScoreForEveryGoldenSequenceInOnePaddedBatch(Supplier<ForwardPass> engine) throws Exception {
        List<TinyRoberta.Row> rows = TinyRoberta.rows();

        try (ForwardPass forward = engine.get()) {
            List<float[]> logits = forward.run(rows.stream()
                    .map(row -> new TokenSequence(row.ids(), new int[row.ids().length], 0))
                    .toList());

            for (int i = 0; i < rows.size(); i++) {
                assertThat(logits.get(i)).hasSize(1);
                assertThat(logits.get(i)[0])
                        .as("row %d", i)
                        .isCloseTo(rows.get(i).score(), within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void doesNotSqueezeScores(Supplier<ForwardPass> engine) throws Exception {
        // a sigmoid would leave nothing above 0.73 of what lies in [0, 1]
        List<TinyRoberta.Row> rows = TinyRoberta.rows();
        assertThat(rows).anyMatch(row -> row.score() > 0.9f).anyMatch(row -> row.score() < 0.4f);

        try (ForwardPass forward = engine.get()) {
            TinyRoberta.Row high =
                    rows.stream().filter(row -> row.score() > 0.9f).findFirst().orElseThrow();

            float score = forward.run(List.of(new TokenSequence(high.ids(), new int[high.ids().length], 0)))
                    .get(0)[0];

            assertThat(score).isGreaterThan(0.9f);
        }
    }
}
