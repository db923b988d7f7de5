package dev.majlis.cappy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.Origin;
import dev.majlis.nn.encoder.EncoderConfig;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import dev.majlis.nn.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerTrainingTest {
    private static final Path TINY = Path.of("src/test/resources/tiny");
    private static final List<String> THINGS = List.of("house", "tree", "river", "mountain");

    @TempDir
    Path folder;

    private Path base;

    @BeforeEach
    void drawABase() throws IOException {
        base = folder.resolve("base");
        try (EncoderModel model =
                EncoderModel.random(EncoderConfig.read(TINY.resolve("config.json")), HeadKind.MEAN, 7, 1)) {
            model.save(base, DataType.F32);
        }
        Files.copy(TINY.resolve("tokenizer.json"), base.resolve("tokenizer.json"));
    }

    /** Right is the answer yes. */
    private static List<LabelledPair> pairs() {
        List<LabelledPair> pairs = new ArrayList<>();
        for (String asked : THINGS) {
            pairs.add(new LabelledPair("Is there a " + asked + "?", "Yes, there is.", 1, Origin.REFERENCE));
            pairs.add(new LabelledPair("Is there a " + asked + "?", "no", 0, Origin.MISMATCH));
        }
        return pairs;
    }

    private static ScorerTrainingSpec spec() {
        return ScorerTrainingSpec.defaults()
                .withEpochs(80)
                .withPeak(3e-3)
                .withBatchSize(4)
                .withTokens(32, 512)
                .withTrainedLayers(3)
                .withPauses(0, 20);
    }

    private List<Double> train(String name, long stopAfter) {
        List<Double> losses = new ArrayList<>();
        new ScorerTraining(base, spec())
                .run(
                        pairs(),
                        List.of(),
                        folder.resolve("work"),
                        folder.resolve(name),
                        progress -> losses.add(progress.loss()),
                        () -> losses.size() >= stopAfter);
        return losses;
    }

    @Test
    void learnsToScoreWhatItIsShownAndWritesAScorerThatOpens() {
        List<Double> losses = train("out", Long.MAX_VALUE);

        assertThat(losses).hasSize(160);
        try (TokenizerFile tokenizer = TokenizerFile.open(folder.resolve("out/tokenizer.json"));
                EncoderModel scorer = EncoderModel.open(folder.resolve("out"), HeadKind.SEQUENCE, 1)) {
            var layout = new SequenceLayout(tokenizer, 32);
            double error = 0;
            for (LabelledPair pair : pairs()) {
                float score = scorer.run(List.of(layout.pair(pair.instruction(), pair.response(), Overflow.ERROR, 0)))
                        .get(0)[0];
                error += Math.pow(score - pair.label(), 2) / pairs().size();
            }
            assertThat(error).isLessThan(0.05);
        }
    }

    @Test
    void goesOnAfterACancellationAsIfItHadNotBeenCancelled() {
        List<Double> parts = train("parts", 33);
        assertThat(folder.resolve("parts")).doesNotExist();
        assertThat(parts).hasSize(33);
        parts.addAll(train("parts", Long.MAX_VALUE));
        Path whole = folder.resolve("work2");
        List<Double> losses = new ArrayList<>();

        TrainingResult result = new ScorerTraining(base, spec())
                .run(
                        pairs(),
                        List.of(),
                        whole,
                        folder.resolve("whole"),
                        progress -> losses.add(progress.loss()),
                        () -> false);

        assertThat(result.end()).isEqualTo(TrainingResult.End.COMPLETED);
        assertThat(parts).containsExactlyElementsOf(losses);
        assertThat(folder.resolve("parts/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
    }

    @Test
    void refusesNumbersThatCannotTrain() {
        assertThatThrownBy(() -> spec().withEpochs(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spec().withTokens(512, 256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> spec().withPeak(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
