package dev.majlis.nn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.majlis.nn.Golden;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.TokenSequence;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, ONNX Runtime loads and computes as we do. */
class OnnxExportTest {
    @TempDir
    Path folder;

    private static List<TokenSequence> sequences(String golden) {
        List<TokenSequence> sequences = new ArrayList<>();
        Golden.rows(golden).forEach(row -> sequences.add(Golden.sequence(row)));
        return sequences;
    }

    /** The named output for a padded batch, row by row, padding included. */
    static float[][] run(Path file, String output, List<TokenSequence> batch, int pad) throws OrtException {
        int width = batch.stream().mapToInt(TokenSequence::length).max().orElseThrow();
        long[] ids = new long[batch.size() * width];
        long[] types = new long[ids.length];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, pad);
        for (int row = 0; row < batch.size(); row++) {
            for (int i = 0; i < batch.get(row).length(); i++) {
                ids[row * width + i] = batch.get(row).ids()[i];
                types[row * width + i] = batch.get(row).types()[i];
                mask[row * width + i] = 1;
            }
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {batch.size(), width};
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                    OnnxTensor typeTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(types), shape);
                    OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape)) {
                Map<String, OnnxTensor> inputs = new HashMap<>(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor));
                inputs.keySet().retainAll(session.getInputNames());
                try (OrtSession.Result result = session.run(inputs)) {
                    FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
                    float[][] rows = new float[batch.size()][values.remaining() / batch.size()];
                    for (float[] row : rows) {
                        values.get(row);
                    }
                    return rows;
                }
            }
        }
    }

    @Test
    void fp32GivesTheGoldenScores() throws OrtException {
        Path file = folder.resolve("model.onnx");
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            OnnxExport.write(model, file, Precision.FP32);
        }

        float[][] scores = run(file, "logits", sequences("roberta-tiny-regression"), 1);

        int i = 0;
        for (var row : Golden.rows("roberta-tiny-regression")) {
            assertThat(scores[i++][0]).isCloseTo((float) row.path("score").asDouble(), within(1e-4f));
        }
    }

    @Test
    void fp32GivesTheGoldenLogitsOfEveryToken() throws OrtException {
        Path file = folder.resolve("model.onnx");
        try (EncoderModel model = EncoderModel.open(Golden.BERT, HeadKind.TOKENS, 1)) {
            OnnxExport.write(model, file, Precision.FP32);
        }

        float[][] logits = run(file, "logits", sequences("bert-tiny-tokens"), 0);

        int i = 0;
        for (var row : Golden.rows("bert-tiny-tokens")) {
            for (int token = 0; token < row.path("ids").size(); token++) {
                for (int label = 0; label < 5; label++) {
                    assertThat(logits[i][token * 5 + label])
                            .isCloseTo(
                                    (float) row.path("logits")
                                            .get(token)
                                            .get(label)
                                            .asDouble(),
                                    within(1e-4f));
                }
            }
            i++;
        }
    }

    @Test
    void poolsAsTheModelDoes() throws OrtException {
        for (HeadKind kind : List.of(HeadKind.MEAN, HeadKind.FIRST)) {
            Path file = folder.resolve(kind + ".onnx");
            try (EncoderModel model = EncoderModel.open(Golden.BERT, kind, 1)) {
                OnnxExport.write(model, file, Precision.FP32);
                List<TokenSequence> some = sequences("bert-tiny-tokens");
                List<float[]> wanted = model.run(some);

                float[][] seen = run(file, "sentence_embedding", some, 0);

                for (int i = 0; i < seen.length; i++) {
                    for (int k = 0; k < seen[i].length; k++) {
                        assertThat(seen[i][k]).isCloseTo(wanted.get(i)[k], within(1e-4f));
                    }
                }
                assertThat(run(file, "last_hidden_state", some, 0)[0]).hasSize(64 * 48);
            }
        }
    }

    @Test
    void int8IsSmallAndScoresCloseTo() throws OrtException {
        Path large = folder.resolve("fp32.onnx");
        Path small = folder.resolve("int8.onnx");
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            long fp32 = OnnxExport.write(model, large, Precision.FP32).bytes();
            long int8 = OnnxExport.write(model, small, Precision.INT8).bytes();
            assertThat(int8).isLessThan(fp32 / 2);
        }

        List<TokenSequence> some = sequences("roberta-tiny-regression");
        double error = 0;
        for (TokenSequence sequence : some) {
            error += Math.abs(run(small, "logits", List.of(sequence), 1)[0][0]
                    - run(large, "logits", List.of(sequence), 1)[0][0]);
        }

        // random weights of seven times the usual size suit 8 bits less than trained ones, for which the limit is 0.01
        assertThat(error / some.size()).isLessThan(0.03);
    }

    @Test
    void anEightBitScoreDoesNotDependOnItsBatch() throws OrtException {
        Path small = folder.resolve("int8.onnx");
        try (EncoderModel model = EncoderModel.open(Golden.ROBERTA, HeadKind.SEQUENCE, 1)) {
            OnnxExport.write(model, small, Precision.INT8);
        }
        List<TokenSequence> all = sequences("roberta-tiny-regression");

        float[][] together = run(small, "logits", all, 1);

        for (int i = 0; i < all.size(); i++) {
            float alone = run(small, "logits", List.of(all.get(i)), 1)[0][0];
            assertThat(together[i][0]).isCloseTo(alone, within(1e-5f));
        }
    }

    @Test
    void writesEqualBytesForAnEqualModel() {
        try (EncoderModel model = EncoderModel.open(Golden.BERT, HeadKind.TOKENS, 1)) {
            String one = OnnxExport.write(model, folder.resolve("1.onnx"), Precision.INT8)
                    .sha256();
            String two = OnnxExport.write(model, folder.resolve("2.onnx"), Precision.INT8)
                    .sha256();

            assertThat(one).isEqualTo(two);
        }
    }
}
