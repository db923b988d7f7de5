package dev.majlis.nn.onnx;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.file.WrittenFile;
import dev.majlis.nn.onnx.OnnxConstants.Constant;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * Brings the weights of a file that {@link OnnxExport} wrote back into safetensors, so that what is served in 8 bits can be trained
 * further. 8-bit weights come back as the numbers that they stand for; words that lie in a file beside are read from there.
 */
public final class OnnxImport {
    private final OnnxConstants constants;

    private OnnxImport(OnnxConstants constants) {
        this.constants = constants;
    }

    /**
     * @param onnx as {@link OnnxExport} wrote it
     * @param safetensors to be written; {@code config.json} and {@code tokenizer.json} are the caller's
     * @throws NnException {@code UNSUPPORTED} when the file holds no weights of an encoder under their names
     */
    public static WrittenFile write(Path onnx, Path safetensors) {
        OnnxConstants constants = OnnxConstants.read(onnx);
        if (!constants.all().containsKey("embeddings.word_embeddings.weight")
                || !constants.all().containsKey("encoder.layer.0.attention.self.query.weight")) {
            throw new NnException(Kind.UNSUPPORTED, onnx + " holds no encoder that was exported from here");
        }
        OnnxImport weights = new OnnxImport(constants);
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        for (Map.Entry<String, Constant> entry : constants.all().entrySet()) {
            String name = entry.getKey();
            if (name.endsWith(".weight") || name.endsWith(".bias")) {
                long[] shape = entry.getValue().shape();
                boolean turned = shape.length == 2 && !name.startsWith("embeddings.");
                float[] values = weights.floats(name, entry.getValue());
                writer.add(
                        name,
                        DataType.F32,
                        turned ? new long[] {shape[1], shape[0]} : shape,
                        turned ? turned(values, (int) shape[0], (int) shape[1]) : values);
            }
        }
        return writer.write(safetensors);
    }

    private float[] floats(String name, Constant constant) {
        ByteBuffer bytes = constants.bytes(name);
        float[] values = new float[constant.size()];
        int width = constant.type() == OnnxGraph.FLOAT ? Float.BYTES : Byte.BYTES;
        if (bytes.remaining() != (long) width * values.length) {
            throw new NnException(
                    Kind.CORRUPT, "%s has %d bytes for %d numbers".formatted(name, bytes.remaining(), values.length));
        }
        switch (constant.type()) {
            case OnnxGraph.FLOAT -> bytes.asFloatBuffer().get(values);
            case OnnxGraph.UINT8 -> {
                String stem = constants.all().containsKey(name + ".scale") ? name : stem(name);
                float scale = constants.scalar(stem + ".scale");
                int zero = Math.round(constants.scalar(stem + ".zero"));
                for (int i = 0; i < values.length; i++) {
                    values[i] = scale * ((bytes.get() & 0xFF) - zero);
                }
            }
            case OnnxGraph.INT8 -> scale(name, constant, bytes, values);
            default -> throw new NnException(Kind.UNSUPPORTED, name + " is of type " + constant.type());
        }
        return values;
    }

    /** Matrices have a scale for each column, as they are turned; tables of words one for each row. */
    private void scale(String name, Constant constant, ByteBuffer bytes, float[] values) {
        boolean words = constants.all().containsKey(name + ".scale");
        ByteBuffer raw = constants.bytes((words ? name : stem(name)) + ".scale");
        float[] scales = new float[raw.remaining() / Float.BYTES];
        raw.asFloatBuffer().get(scales);
        int columns = Math.toIntExact(constant.shape()[1]);
        if (scales.length != (words ? constant.shape()[0] : columns)) {
            throw new NnException(Kind.CORRUPT, "%s has %d scales".formatted(name, scales.length));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = scales[words ? i / columns : i % columns] * bytes.get();
        }
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static float[] turned(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }
}
