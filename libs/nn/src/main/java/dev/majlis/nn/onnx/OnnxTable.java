package dev.majlis.nn.onnx;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;

    /** A constant of a graph as it lies in the file. */
    private record Constant(long[] shape, int type, ByteBuffer raw, long offset, Integer number, Float real) {}

    /**
     * Finds a table that was quantised dynamically, as ONNX Runtime's tools name its parts: {@code …_quantized}, {@code …_scale},
     * {@code …_zero_point}.
     *
     * @param name of the table before quantisation
     */
    public static OnnxTable find(Path file, String name) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new NnException(Kind.UNSUPPORTED, file + " is larger than 2 GiB");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            Map<String, Constant> constants = constants(bytes);
            Constant values = need(constants, name + "_quantized", file);
            Constant scale = need(constants, name + "_scale", file);
            Constant zero = need(constants, name + "_zero_point", file);
            if (values.type() != OnnxGraph.UINT8 || values.shape().length != 2 || values.raw() == null) {
                throw new NnException(Kind.UNSUPPORTED, file + ": " + name + " is not a table of unsigned bytes");
            }
            return new OnnxTable(
                    file,
                    values.offset(),
                    Math.toIntExact(values.shape()[0]),
                    Math.toIntExact(values.shape()[1]),
                    scale.raw() == null
                            ? scale.real()
                            : scale.raw().getFloat(scale.raw().position()),
                    zero.raw() == null
                            ? zero.number()
                            : zero.raw().get(zero.raw().position()) & 0xFF);
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, file + " cannot be read: " + e.getMessage(), e);
        }
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

    private static Map<String, Constant> constants(ByteBuffer model) {
        Map<String, Constant> constants = new HashMap<>();
        for (ProtoFields fields = new ProtoFields(model); fields.next(); ) {
            if (fields.field() == GRAPH) {
                for (ProtoFields graph = new ProtoFields(fields.value()); graph.next(); ) {
                    if (graph.field() == INITIALIZER) {
                        read(graph.value(), constants);
                    }
                }
            }
        }
        return constants;
    }

    private static void read(ByteBuffer tensor, Map<String, Constant> constants) {
        String name = "";
        int type = 0;
        ByteBuffer raw = null;
        long[] shape = new long[8];
        int dimensions = 0;
        Integer number = null;
        Float real = null;
        for (ProtoFields fields = new ProtoFields(tensor); fields.next(); ) {
            switch (fields.field()) {
                case 1 -> {
                    if (dimensions < shape.length) {
                        shape[dimensions++] = fields.number();
                    }
                }
                case 2 -> type = (int) fields.number();
                // a number that is alone in its list stands in a packed field too
                case 4 -> real = fields.value().getFloat();
                case 5 -> number = packed(fields.value());
                case 8 -> name = fields.text();
                case 9 -> raw = fields.value();
                default -> {}
            }
        }
        constants.put(
                name,
                new Constant(
                        Arrays.copyOf(shape, dimensions),
                        type,
                        raw == null ? null : raw.order(ByteOrder.LITTLE_ENDIAN),
                        raw == null ? -1 : raw.position(),
                        number,
                        real));
    }

    private static int packed(ByteBuffer bytes) {
        int result = 0;
        for (int shift = 0; bytes.hasRemaining() && shift < 35; shift += 7) {
            byte next = bytes.get();
            result |= (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return result;
    }

    private static Constant need(Map<String, Constant> constants, String name, Path file) {
        Constant constant = constants.get(name);
        if (constant == null) {
            throw new NnException(Kind.CORRUPT, file + " has no constant named " + name);
        }
        return constant;
    }
}
