package dev.majlis.models.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a safetensors file: 8 bytes little-endian header length, a JSON header, tensor bytes. Everything that the header
 * says is checked against the file before it is used. F32, F16 and BF16 become {@code float}; the engine never sees the
 * half formats (BF16 aborts the process there).
 */
final class SafetensorsFile implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 16 << 20;
    private static final int MAX_TENSORS = 100_000;

    private final Path path;
    private final FileChannel channel;
    private final Map<String, Tensor> tensors = new TreeMap<>();

    /**
     * A tensor's place.
     *
     * @param type F32, F16, BF16, …
     * @param shape dimensions
     * @param start byte in the file
     * @param bytes length
     */
    record Tensor(String type, long[] shape, long start, long bytes) {}

    private SafetensorsFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        ByteBuffer length = read(0, 8);
        long headerBytes = length.getLong();
        long size = channel.size();
        if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > size - 8) {
            throw corrupt("a header of " + headerBytes + " bytes cannot be");
        }
        byte[] header = new byte[(int) headerBytes];
        read(8, header.length).get(header);
        JsonNode json = new ObjectMapper().readTree(header);
        if (json.size() > MAX_TENSORS) {
            throw corrupt("more than " + MAX_TENSORS + " tensors");
        }
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                tensors.put(field.getKey(), tensor(field.getKey(), field.getValue(), 8 + headerBytes, size));
            }
        }
    }

    static SafetensorsFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new SafetensorsFile(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ModelException(Code.CORRUPT, path + " is no safetensors file: " + e.getMessage(), e);
        }
    }

    private Tensor tensor(String name, JsonNode json, long base, long size) {
        JsonNode offsets = json.path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        long[] shape = new long[json.path("shape").size()];
        long values = 1;
        try {
            for (int i = 0; i < shape.length; i++) {
                shape[i] = json.path("shape").get(i).asLong(-1);
                if (shape[i] < 0) {
                    throw corrupt("tensor " + name + " has a negative dimension");
                }
                values = Math.multiplyExact(values, shape[i]);
            }
            String type = json.path("dtype").asText();
            long bytes = Math.multiplyExact(values, width(name, type));
            if (from < 0 || to < from || to - from != bytes || to > size - base) {
                throw corrupt("tensor " + name + " lies at " + from + " … " + to
                        + ", which does not fit its shape or the" + " file");
            }
            return new Tensor(type, shape, base + from, bytes);
        } catch (ArithmeticException e) {
            throw corrupt("tensor " + name + " is larger than any file");
        }
    }

    private int width(String name, String type) {
        return switch (type) {
            case "F32", "I32", "U32" -> 4;
            case "F16", "BF16", "I16", "U16" -> 2;
            case "F64", "I64", "U64" -> 8;
            case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2" -> 1;
            default -> throw corrupt("tensor " + name + " has the unknown type " + type);
        };
    }

    Set<String> names() {
        return tensors.keySet();
    }

    Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** The shape of a tensor that must be there. */
    long[] shape(String name) {
        return require(name).shape().clone();
    }

    /** Row-major values of a tensor that must be there. */
    float[] floats(String name) {
        Tensor tensor = require(name);
        try {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, tensor.start(), tensor.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            return switch (tensor.type()) {
                case "F32" -> {
                    float[] values = new float[(int) (tensor.bytes() / 4)];
                    bytes.asFloatBuffer().get(values);
                    yield values;
                }
                case "BF16" -> halves(bytes, true);
                case "F16" -> halves(bytes, false);
                default ->
                    throw new ModelException(
                            Code.UNSUPPORTED, path + ": tensor " + name + " of type " + tensor.type() + " is no float");
            };
        } catch (IOException e) {
            throw new ModelException(Code.CORRUPT, path + ": tensor " + name + " cannot be read: " + e, e);
        }
    }

    private static float[] halves(ByteBuffer bytes, boolean bfloat) {
        float[] values = new float[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            short bits = bytes.getShort(2 * i);
            values[i] = bfloat ? Float.intBitsToFloat(bits << 16) : HalfFloat.toFloat(bits);
        }
        return values;
    }

    private Tensor require(String name) {
        return find(name).orElseThrow(() -> new ModelException(Code.CORRUPT, path + " has no tensor named " + name));
    }

    private ByteBuffer read(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ends too early");
            }
        }
        return buffer.flip();
    }

    private ModelException corrupt(String what) {
        return new ModelException(Code.CORRUPT, path + " is no sound safetensors file: " + what);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ModelException(Code.ENGINE, path + " cannot be closed", e);
        }
    }
}
