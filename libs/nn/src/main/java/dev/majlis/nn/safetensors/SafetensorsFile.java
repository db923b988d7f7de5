package dev.majlis.nn.safetensors;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a safetensors file: 8 bytes little-endian header length, a JSON header, tensor bytes. The header is checked whole on
 * opening ({@link SafetensorsHeader}); data is mapped, not copied, until asked for. Thread-safe.
 */
public final class SafetensorsFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        long size = channel.size();
        if (size < 8) {
            throw new NnException(Kind.CORRUPT, "byte " + size + ": the file ends before the header's length");
        }
        long headerBytes = read(0, 8).getLong();
        if (headerBytes < 2 || headerBytes > SafetensorsHeader.MAX_BYTES || headerBytes > size - 8) {
            throw new NnException(
                    Kind.CORRUPT,
                    "byte 0: a header of " + headerBytes + " bytes cannot be in a file of " + size
                            + " bytes; the limit is " + SafetensorsHeader.MAX_BYTES);
        }
        this.dataStart = 8 + headerBytes;
        this.header = SafetensorsHeader.parse(read(8, (int) headerBytes).array(), size - dataStart);
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws NnException {@code CORRUPT}, naming the file and, where one is to blame, the byte
     */
    public static SafetensorsFile open(Path path) {
        requireNonNull(path, "path is null");
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new SafetensorsFile(path, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | NnException e) {
            throw new NnException(Kind.CORRUPT, path + " is no sound safetensors file: " + e.getMessage(), e);
        }
    }

    /** Everything that the header says. */
    public SafetensorsHeader header() {
        return header;
    }

    /** Names in the order of the header. */
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** The free texts of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** A tensor that may be there. */
    public Optional<TensorInfo> find(String name) {
        return header.find(name);
    }

    /** A tensor that must be there. */
    public TensorInfo info(String name) {
        return find(name).orElseThrow(() -> new NnException(Kind.CORRUPT, path + " has no tensor named " + name));
    }

    /** The bytes of a tensor, read-only, little-endian, mapped from the file; at most 2 GiB. */
    public ByteBuffer bytes(String name) {
        TensorInfo info = info(name);
        if (info.bytes() > Integer.MAX_VALUE) {
            throw new NnException(
                    Kind.UNSUPPORTED, path + ": tensor " + name + " has " + info.bytes() + " bytes, more than 2 GiB");
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + info.start(), info.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new NnException(Kind.CORRUPT, path + ": tensor " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Row-major values of a floating-point tensor; F64 is rounded. */
    public float[] floats(String name) {
        TensorInfo info = info(name);
        ByteBuffer bytes = bytes(name);
        float[] values = new float[(int) info.elements()];
        switch (info.type()) {
            case F32 -> bytes.asFloatBuffer().get(values);
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfPrecision.fromHalf(bytes.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfPrecision.fromBfloat(bytes.getShort(2 * i));
                }
            }
            case F64 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) bytes.getDouble(8 * i);
                }
            }
            case F8_E4M3 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfPrecision.fromE4M3(bytes.get(i));
                }
            }
            case F8_E5M2 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfPrecision.fromE5M2(bytes.get(i));
                }
            }
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> throw wrongType(info, "no floating-point number");
        }
        return values;
    }

    /** Row-major values of an integer or boolean tensor; U64 beyond 2^63 comes back negative. */
    public long[] longs(String name) {
        TensorInfo info = info(name);
        ByteBuffer bytes = bytes(name);
        long[] values = new long[(int) info.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (info.type()) {
                case BOOL, U8 -> bytes.get(i) & 0xFFL;
                case I8 -> bytes.get(i);
                case I16 -> bytes.getShort(2 * i);
                case U16 -> bytes.getShort(2 * i) & 0xFFFFL;
                case I32 -> bytes.getInt(4 * i);
                case U32 -> bytes.getInt(4 * i) & 0xFFFFFFFFL;
                case I64, U64 -> bytes.getLong(8 * i);
                case F8_E4M3, F8_E5M2, F16, BF16, F32, F64 -> throw wrongType(info, "no integer");
            };
        }
        return values;
    }

    private NnException wrongType(TensorInfo info, String what) {
        return new NnException(
                Kind.UNSUPPORTED, path + ": tensor " + info.name() + " of type " + info.type() + " is " + what);
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

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
