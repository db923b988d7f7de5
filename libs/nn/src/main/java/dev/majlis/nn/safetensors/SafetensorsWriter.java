package dev.majlis.nn.safetensors;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.file.AtomicFile;
import dev.majlis.nn.file.WrittenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes a safetensors file. Tensors are laid out widest type first and then by name, the header is padded to 8 bytes, so
 * every tensor is aligned and equal content gives equal bytes. Data is asked for when its turn comes, so that one tensor at
 * a time is in memory. The file appears under its name only when it is complete and on disk.
 */
public final class SafetensorsWriter {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private record Entry(String name, DataType type, long[] shape, long bytes, Supplier<ByteBuffer> data) {}

    /** A free text of the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(requireNonNull(key, "key is null"), requireNonNull(value, "value is null"));
        return this;
    }

    /**
     * A tensor of bytes as they are to be in the file.
     *
     * @param data little-endian, exactly as long as type and shape say; asked once, when written
     */
    public SafetensorsWriter add(String name, DataType type, long[] shape, Supplier<ByteBuffer> data) {
        long bytes = type.bytes();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new NnException(Kind.INVALID, "tensor " + name + " has the negative dimension " + dimension);
            }
            bytes = Math.multiplyExact(bytes, dimension);
        }
        if (name.equals("__metadata__") || entries.containsKey(name)) {
            throw new NnException(Kind.INVALID, "tensor name " + name + " is taken");
        }
        entries.put(name, new Entry(name, type, shape.clone(), bytes, data));
        return this;
    }

    /** A tensor of floats, stored as F32, F16 or BF16 (rounded to nearest, ties to even). */
    public SafetensorsWriter add(String name, DataType type, long[] shape, float[] values) {
        return add(name, type, shape, () -> encode(name, type, values));
    }

    /** A tensor of 64-bit integers. */
    public SafetensorsWriter add(String name, long[] shape, long[] values) {
        return add(name, DataType.I64, shape, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            return bytes;
        });
    }

    /** Values in the wanted type. */
    private static ByteBuffer encode(String name, DataType type, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(type.bytes(), values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (type == DataType.F32) {
            bytes.asFloatBuffer().put(values);
            return bytes;
        }
        for (float value : values) {
            switch (type) {
                case F16 -> bytes.putShort(HalfPrecision.toHalf(value));
                case BF16 -> bytes.putShort(HalfPrecision.toBfloat(value));
                default -> throw new NnException(Kind.UNSUPPORTED, "tensor " + name + " cannot be stored as " + type);
            }
        }
        return bytes.flip();
    }

    /** Writes beside the name and renames; what was there is replaced. */
    public WrittenFile write(Path path) {
        List<Entry> order = new ArrayList<>(entries.values());
        order.sort(
                Comparator.comparingInt((Entry entry) -> -entry.type().bytes()).thenComparing(Entry::name));
        try (AtomicFile file = AtomicFile.open(path)) {
            file.write(ByteBuffer.wrap(header(order)));
            for (Entry entry : order) {
                ByteBuffer data = entry.data().get();
                if (data.remaining() != entry.bytes()) {
                    throw new NnException(
                            Kind.INVALID,
                            "tensor " + entry.name() + " of shape " + Arrays.toString(entry.shape()) + " needs "
                                    + entry.bytes() + " bytes, not " + data.remaining());
                }
                file.write(data);
            }
            return file.commit();
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, path + " cannot be written: " + e.getMessage(), e);
        }
    }

    private byte[] header(List<Entry> order) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(json.putObject("__metadata__")::put);
        }
        long at = 0;
        for (Entry entry : order) {
            ObjectNode node = json.putObject(entry.name());
            node.put("dtype", entry.type().name());
            var shape = node.putArray("shape");
            Arrays.stream(entry.shape()).forEach(shape::add);
            node.putArray("data_offsets").add(at).add(at + entry.bytes());
            at += entry.bytes();
        }
        byte[] text = mapper.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(text);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.array();
    }
}
