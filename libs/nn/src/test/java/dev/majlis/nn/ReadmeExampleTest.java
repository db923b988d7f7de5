package dev.majlis.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.onnx.OnnxExport;
import dev.majlis.nn.onnx.Precision;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import dev.majlis.nn.train.Labelled;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.Predictor;
import dev.majlis.nn.train.RegressionPipeline;
import dev.majlis.nn.train.TrainingRun;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of README.md is the body of {@link #trainAndExport}, word for word. */
class ReadmeExampleTest {
    @TempDir
    Path out;

    private static List<Float> trainAndExport(Path base, Path out) {
        // example begins
        try (var tokenizer = TokenizerFile.open(base.resolve("tokenizer.json"));
                var model = EncoderModel.openForTraining(base, HeadKind.SEQUENCE, 1, 7, 2)) {
            var layout = new SequenceLayout(tokenizer, model.config().maxTokens());
            var good = layout.pair("How much is 2 + 2?", "It is 4.", Overflow.TRUNCATE_LONGEST, 0);
            var bad = layout.pair("How much is 2 + 2?", "The sea.", Overflow.TRUNCATE_LONGEST, 1);
            var examples = List.of(new Labelled<>(good, 1f), new Labelled<>(bad, 0f));
            var settings = TrainingSettings.defaults().withEpochs(60).withLearningRate(LearningRate.linear(1e-3, 0.1));
            var pipeline = new RegressionPipeline(model);
            TrainingRun.of(pipeline, examples, settings)
                    .in(out.resolve("checkpoints"))
                    .resumeLatest()
                    .onProgress(p -> System.out.printf("%d/%d loss %.4f%n", p.update(), p.totalUpdates(), p.loss()))
                    .run(() -> false);
            model.save(out, DataType.F16);
            OnnxExport.write(model, out.resolve("model-int8.onnx"), Precision.INT8);
            return new Predictor<>(pipeline, 8, 4096).predict(examples);
        }
        // example ends
    }

    @Test
    void theExampleLearnsSavesAndExports() {
        List<Float> scores = trainAndExport(Golden.ROBERTA, out);

        assertThat(scores.get(0) - scores.get(1)).isGreaterThan(0.8f);
        assertThat(out.resolve("model.safetensors")).isRegularFile();
        assertThat(out.resolve("config.json")).isRegularFile();
        assertThat(out.resolve("model-int8.onnx")).isRegularFile();
        assertThat(out.resolve("checkpoints")).isNotEmptyDirectory();
    }

    @Test
    void theReadmeShowsTheExampleThatIsTested() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/majlis/nn/ReadmeExampleTest.java"));
        String example = source.substring(
                source.indexOf("// example begins\n") + "// example begins\n".length(),
                source.indexOf("        // example ends"));

        assertThat(Files.readString(Path.of("README.md")))
                .contains("```java\n" + example.replaceAll("(?m)^ {8}", "") + "```");
    }
}
