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
import java.util.LinkedHashMap;
import java.util.Map;

/** The constants of an ONNX file's graph, where they lie: the file is mapped, not copied. */
final class OnnxConstants {
    private static final int GRAPH = 7;
    private static final int INITIALIZER = 5;
    private static final int MOST_DIMENSIONS = 8;

    private final Path file;
    private final Map<String, Constant> constants;

    /**
     * A constant as it lies in the file.
     *
     * @param raw little-endian bytes; null when they stand in another field or file
     * @param offset of the first of these bytes in the file; −1 without
     * @param number a lone integer that stands in a packed field; null without
     * @param real a lone float that stands in a packed field; null without
     * @param outside where the bytes lie in another file: {@code location}, {@code offset}, {@code length}
     */
    record Constant(
            long[] shape,
            int type,
            ByteBuffer raw,
            long offset,
            Integer number,
            Float real,
            Map<String, String> outside) {
        /** Elements. */
        int size() {
            return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        }
    }

    private OnnxConstants(Path file, Map<String, Constant> constants) {
        this.file = file;
        this.constants = constants;
    }

    static OnnxConstants read(Path file) {
        ByteBuffer bytes = map(file);
        Map<String, Constant> constants = new LinkedHashMap<>();
        for (ProtoFields fields = new ProtoFields(bytes); fields.next(); ) {
            if (fields.field() == GRAPH) {
                for (ProtoFields graph = new ProtoFields(fields.value()); graph.next(); ) {
                    if (graph.field() == INITIALIZER) {
                        read(graph.value(), constants);
                    }
                }
            }
        }
        return new OnnxConstants(file, constants);
    }

    /** By name, in the order of the file. */
    Map<String, Constant> all() {
        return constants;
    }

    Constant need(String name) {
        Constant constant = constants.get(name);
        if (constant == null) {
            throw new NnException(Kind.CORRUPT, file + " has no constant named " + name);
        }
        return constant;
    }

    /** A float that is alone. */
    float scalar(String name) {
        Constant constant = need(name);
        return constant.raw() == null
                ? constant.real()
                : constant.raw().getFloat(constant.raw().position());
    }

    /** The bytes of a constant, from the file beside this one where they lie there. */
    ByteBuffer bytes(String name) {
        Constant constant = need(name);
        if (constant.raw() != null) {
            return constant.raw().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
        String location = constant.outside().get("location");
        if (location == null || !Path.of(location).getFileName().toString().equals(location)) {
            throw new NnException(Kind.UNSUPPORTED, file + ": " + name + " has no bytes that can be read");
        }
        try {
            int offset = Integer.parseInt(constant.outside().getOrDefault("offset", "0"));
            int length = Integer.parseInt(constant.outside().getOrDefault("length", "0"));
            ByteBuffer beside = map(file.resolveSibling(location));
            if (offset < 0 || length < 0 || (long) offset + length > beside.limit()) {
                throw new NnException(Kind.CORRUPT, file + ": " + name + " lies outside of " + location);
            }
            return beside.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (NumberFormatException e) {
            throw new NnException(Kind.CORRUPT, file + ": " + name + " lies at no place of " + location, e);
        }
    }

    private static ByteBuffer map(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new NnException(Kind.UNSUPPORTED, file + " is larger than 2 GiB");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void read(ByteBuffer tensor, Map<String, Constant> constants) {
        String name = "";
        int type = 0;
        ByteBuffer raw = null;
        long[] shape = new long[MOST_DIMENSIONS];
        int dimensions = 0;
        Integer number = null;
        Float real = null;
        Map<String, String> outside = new HashMap<>();
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
                case 13 -> entry(fields.value(), outside);
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
                        real,
                        Map.copyOf(outside)));
    }

    private static void entry(ByteBuffer message, Map<String, String> entries) {
        String key = "";
        String value = "";
        for (ProtoFields fields = new ProtoFields(message); fields.next(); ) {
            switch (fields.field()) {
                case 1 -> key = fields.text();
                case 2 -> value = fields.text();
                default -> {}
            }
        }
        entries.put(key, value);
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
}
