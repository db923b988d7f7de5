package dev.majlis.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.majlis.nn.Golden;
import dev.majlis.nn.NnException;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.text.TokenSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTableTest {
    private static final String WORDS = "embeddings.word_embeddings.weight";

    @TempDir
    Path folder;

    /** A file that holds nothing but a table of bytes, as a quantising tool writes it. */
    static Path write(Path folder, String name, int rows, int width, byte[] values, float scale, int zero)
            throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.bytes(name + "_quantized", OnnxGraph.UINT8, new long[] {rows, width}, values);
        graph.scalar(name + "_scale", scale);
        graph.bytes(name + "_zero_point", OnnxGraph.UINT8, new long[0], new byte[] {(byte) zero});
        Path path = folder.resolve("words.onnx");
        try (AtomicFile file = AtomicFile.open(path)) {
            graph.model("words").writeTo(file::write);
            file.commit();
        }
        return path;
    }

    @Test
    void readsTheNumbersOfAQuantisedTable() throws IOException {
        Path path = write(folder, "t", 2, 3, new byte[] {(byte) 128, (byte) 129, (byte) 255, 0, 126, 127}, 0.5f, 128);

        OnnxTable table = OnnxTable.find(path, "t");

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.width()).isEqualTo(3);
        assertThat(table.floats()).containsExactly(0, 0.5f, 63.5f, -64, -1, -0.5f);
        try (var channel = Files.newByteChannel(path)) {
            ByteBuffer first = ByteBuffer.allocate(6);
            channel.position(table.offset()).read(first);
            assertThat(first.array()).containsExactly(128, 129, 255, 0, 126, 127);
        }
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Path path = write(folder, "t", 1, 1, new byte[] {1}, 1, 0);

        assertThatThrownBy(() -> OnnxTable.find(path, "u"))
                .isInstanceOf(NnException.class)
                .hasMessageContaining("no constant named u_quantized");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        Path path = write(folder, "t", 20, 30, new byte[600], 1, 0);
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), 300));

        assertThatThrownBy(() -> OnnxTable.find(path, "t")).isInstanceOf(NnException.class);
    }

    /** The exported model lacks its words and scores as before when the file with them lies beside it. */
    @Test
    void aModelReadsItsWordsFromTheFileBesideIt() throws IOException, OrtException {
        List<TokenSequence> sequences = new ArrayList<>();
        Golden.rows("roberta-tiny-regression").forEach(row -> sequences.add(Golden.sequence(row)));
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            float[] words = model.parameters().floats(WORDS);
            int rows = model.config().vocabulary();
            byte[] coarse = new byte[words.length];
            for (int i = 0; i < words.length; i++) {
                coarse[i] = (byte) Math.max(0, Math.min(255, Math.round(words[i] / 0.01f) + 128));
            }
            OnnxTable table =
                    OnnxTable.find(write(folder, WORDS, rows, words.length / rows, coarse, 0.01f, 128), WORDS);
            Path whole = folder.resolve("whole.onnx");
            Path part = folder.resolve("part.onnx");

            assertThatThrownBy(() -> OnnxExport.write(model, part, Precision.FP32, table))
                    .isInstanceOf(NnException.class)
                    .hasMessageContaining("words are not those of");
            model.parameters().set(WORDS, table.floats());
            OnnxExport.write(model, whole, Precision.FP32);
            OnnxExport.write(model, part, Precision.FP32, table);

            assertThat(Files.size(part)).isLessThan(Files.size(whole) - 3L * words.length);
            float[][] wanted = OnnxExportTest.run(whole, "logits", sequences, 1);
            float[][] scores = OnnxExportTest.run(part, "logits", sequences, 1);
            for (int i = 0; i < wanted.length; i++) {
                assertThat(scores[i][0]).isCloseTo(wanted[i][0], within(1e-5f));
            }
        }
    }
}
