package dev.majlis.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.Golden;
import dev.majlis.nn.NnException;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxImportTest {
    private static final String WORDS = "embeddings.word_embeddings.weight";

    @TempDir
    Path folder;

    private EncoderModel imported(Path onnx) throws IOException {
        Path back = Files.createDirectories(folder.resolve("back"));
        Files.copy(Golden.ROBERTA.resolve("config.json"), back.resolve("config.json"));
        OnnxImport.write(onnx, back.resolve("model.safetensors"));
        return EncoderModel.open(back, HeadKind.SEQUENCE, 1);
    }

    private static List<Float> scores(EncoderModel model) {
        List<TokenSequence> sequences = new ArrayList<>();
        Golden.rows("roberta-tiny-regression").forEach(row -> sequences.add(Golden.sequence(row)));
        return model.run(sequences).stream().map(row -> row[0]).toList();
    }

    @ParameterizedTest
    // the limit of the 8-bit export itself for these random weights
    @CsvSource({"FP32, 1e-6", "INT8, 0.03"})
    void scoresAsBeforeTheExport(Precision precision, double error) throws IOException {
        Path onnx = folder.resolve("model.onnx");
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            OnnxExport.write(model, onnx, precision);

            try (EncoderModel back = imported(onnx)) {
                List<Float> wanted = scores(model);
                List<Float> found = scores(back);
                double sum = 0;
                for (int i = 0; i < wanted.size(); i++) {
                    sum += Math.abs(found.get(i) - wanted.get(i));
                }
                assertThat(sum / wanted.size()).isLessThan(error);
            }
        }
    }

    @Test
    void givesEveryWeightBackWithinHalfAStep() throws IOException {
        Path onnx = folder.resolve("model.onnx");
        String name = "encoder.layer.0.intermediate.dense.weight";
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            OnnxExport.write(model, onnx, Precision.INT8);

            try (EncoderModel back = imported(onnx)) {
                float[] wanted = model.parameters().floats(name);
                float[] found = back.parameters().floats(name);
                int width = model.config().width();
                for (int row = 0; row < wanted.length / width; row++) {
                    float largest = 0;
                    for (int i = row * width; i < (row + 1) * width; i++) {
                        largest = Math.max(largest, Math.abs(wanted[i]));
                    }
                    for (int i = row * width; i < (row + 1) * width; i++) {
                        assertThat(found[i]).isCloseTo(wanted[i], within(largest / 127 * 0.5001f));
                    }
                }
            }
        }
    }

    @Test
    void readsWordsFromTheFileBesideIt() throws IOException {
        Path onnx = folder.resolve("model.onnx");
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            float[] words = model.parameters().floats(WORDS);
            int rows = model.config().vocabulary();
            byte[] coarse = new byte[words.length];
            for (int i = 0; i < words.length; i++) {
                coarse[i] = (byte) Math.max(0, Math.min(255, Math.round(words[i] / 0.01f) + 128));
            }
            OnnxTable table = OnnxTable.find(
                    OnnxTableTest.write(folder, WORDS, rows, words.length / rows, coarse, 0.01f, 128), WORDS);
            model.parameters().set(WORDS, table.floats());
            OnnxExport.write(model, onnx, Precision.FP32, table);

            try (EncoderModel back = imported(onnx)) {
                assertThat(back.parameters().floats(WORDS)).isEqualTo(table.floats());
                assertThat(scores(back)).isEqualTo(scores(model));
            }
        }
    }

    @Test
    void refusesWhatIsNoEncoderOfOurs() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.scalar("something", 1);
        Path path = folder.resolve("other.onnx");
        try (AtomicFile file = AtomicFile.open(path)) {
            graph.model("other").writeTo(file::write);
            file.commit();
        }

        assertThatThrownBy(() -> OnnxImport.write(path, folder.resolve("model.safetensors")))
                .isInstanceOf(NnException.class)
                .hasMessageContaining("no encoder that was exported from here");
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
    }
}
