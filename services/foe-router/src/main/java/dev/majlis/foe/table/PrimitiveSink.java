package dev.majlis.foe.table;

import dev.majlis.nn.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes arrays of primitives, little-endian, through one buffer of 1 MiB, and sums them up. Not safe to share. */
final class PrimitiveSink {
    private final AtomicFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C sum = new CRC32C();

    PrimitiveSink(AtomicFile file) {
        this.file = file;
    }

    PrimitiveSink write(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** Length and UTF-8. */
    PrimitiveSink write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes.length);
        for (byte each : bytes) {
            room(1).put(each);
        }
        return this;
    }

    PrimitiveSink write(int[] values) throws IOException {
        for (int value : values) {
            room(Integer.BYTES).putInt(value);
        }
        return this;
    }

    PrimitiveSink write(long[] values) throws IOException {
        for (long value : values) {
            room(Long.BYTES).putLong(value);
        }
        return this;
    }

    PrimitiveSink write(float[] values) throws IOException {
        for (float value : values) {
            room(Float.BYTES).putFloat(value);
        }
        return this;
    }

    PrimitiveSink write(short[] values) throws IOException {
        for (short value : values) {
            room(Short.BYTES).putShort(value);
        }
        return this;
    }

    /** Ends the file with the CRC-32C of everything before. */
    void finish() throws IOException {
        flush();
        buffer.putInt((int) sum.getValue());
        file.write(buffer.flip());
        buffer.clear();
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws IOException {
        buffer.flip();
        sum.update(buffer.duplicate());
        file.write(buffer);
        buffer.clear();
    }
}
