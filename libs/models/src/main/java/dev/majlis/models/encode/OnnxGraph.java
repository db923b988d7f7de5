package dev.majlis.models.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.nn.text.TokenSequence;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A transformer encoder in ONNX Runtime: inputs {@code input_ids}, {@code attention_mask} and maybe {@code token_type_ids}. A batch is
 * computed by the thread that brings it; several threads may do so at the same time.
 */
final class OnnxGraph implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int pad;
    private final boolean typed;

    /** @param pad id of the padding token */
    OnnxGraph(Path file, int pad) {
        this.pad = pad;
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = environment.createSession(file.toString(), options);
            this.typed = session.getInputNames().contains("token_type_ids");
        } catch (OrtException e) {
            throw new ModelException(Code.CORRUPT, file + " cannot be loaded by ONNX Runtime: " + e.getMessage(), e);
        }
    }

    /**
     * The first output of a padded batch.
     *
     * @param shape the dimensions that ONNX Runtime gave
     * @param values row-major
     * @param width padded length of the batch
     */
    record Output(long[] shape, float[] values, int width) {}

    Output run(List<TokenSequence> batch) throws OrtException {
        int width = batch.stream().mapToInt(TokenSequence::length).max().orElseThrow();
        long[] shape = {batch.size(), width};
        long[] ids = new long[batch.size() * width];
        long[] mask = new long[ids.length];
        long[] types = new long[ids.length];
        Arrays.fill(ids, pad);
        for (int row = 0; row < batch.size(); row++) {
            TokenSequence sequence = batch.get(row);
            for (int i = 0; i < sequence.length(); i++) {
                ids[row * width + i] = sequence.ids()[i];
                types[row * width + i] = sequence.types()[i];
                mask[row * width + i] = 1;
            }
        }
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("input_ids", tensor(ids, shape));
            inputs.put("attention_mask", tensor(mask, shape));
            if (typed) {
                inputs.put("token_type_ids", tensor(types, shape));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                OnnxTensor output = (OnnxTensor) result.get(0);
                FloatBuffer buffer = output.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return new Output(output.getInfo().getShape(), values, width);
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException(Code.ENGINE, "ONNX Runtime could not free the session", e);
        }
    }
}
