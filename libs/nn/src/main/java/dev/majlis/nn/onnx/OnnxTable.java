package dev.majlis.nn.onnx;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A table of 8-bit numbers that lies in an ONNX file of someone else: {@code value = scale · (byte − zero)}. A model that was
 * trained on it can point to it instead of holding a copy.
 *
 * @param file that holds it
 * @param offset of its first byte
 * @param rows of the table
 * @param width numbers of a row
 * @param scale of all numbers
 * @param zero byte that stands for 0
 */
public record OnnxTable(Path file, long offset, int rows, int width, float scale, int zero) {
    /**
     * Finds a table that was quantised dynamically, as ONNX Runtime's tools name its parts: {@code …_quantized}, {@code …_scale},
     * {@code …_zero_point}.
     *
     * @param name of the table before quantisation
     */
    public static OnnxTable find(Path file, String name) {
        OnnxConstants constants = OnnxConstants.read(file);
        OnnxConstants.Constant values = constants.need(name + "_quantized");
        OnnxConstants.Constant zero = constants.need(name + "_zero_point");
        if (values.type() != OnnxGraph.UINT8 || values.shape().length != 2 || values.raw() == null) {
            throw new NnException(Kind.UNSUPPORTED, file + ": " + name + " is not a table of unsigned bytes");
        }
        return new OnnxTable(
                file,
                values.offset(),
                Math.toIntExact(values.shape()[0]),
                Math.toIntExact(values.shape()[1]),
                constants.scalar(name + "_scale"),
                zero.raw() == null ? zero.number() : zero.raw().get(zero.raw().position()) & 0xFF);
    }

    /** Row-major values. */
    public float[] floats() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, offset, size());
            float[] values = new float[Math.toIntExact(size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = scale * ((bytes.get(i) & 0xFF) - zero);
            }
            return values;
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Bytes. */
    public long size() {
        return (long) rows * width;
    }
}
