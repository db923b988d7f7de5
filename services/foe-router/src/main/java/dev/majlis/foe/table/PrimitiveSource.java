package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Reads what {@link PrimitiveSink} wrote; a length is never believed beyond the end of the file. Not safe to share. */
final class PrimitiveSource {
    private final FileChannel channel;
    private final String name;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private final CRC32C sum = new CRC32C();
    private long left;

    /** @param name for messages */
    PrimitiveSource(FileChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        this.left = channel.size() - Integer.BYTES;
    }

    int readInt() throws IOException {
        return need(Integer.BYTES).getInt();
    }

    /** @param limit bytes at most */
    String readText(int limit) throws IOException {
        int length = readInt();
        if (length < 0 || length > limit) {
            throw Failures.corrupt(name + " holds a name of " + length + " bytes, the limit is " + limit);
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = need(1).get();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int[] readInts(int count) throws IOException {
        int[] values = new int[checked(count, Integer.BYTES)];
        for (int i = 0; i < count; i++) {
            values[i] = need(Integer.BYTES).getInt();
        }
        return values;
    }

    long[] readLongs(int count) throws IOException {
        long[] values = new long[checked(count, Long.BYTES)];
        for (int i = 0; i < count; i++) {
            values[i] = need(Long.BYTES).getLong();
        }
        return values;
    }

    float[] readFloats(int count) throws IOException {
        float[] values = new float[checked(count, Float.BYTES)];
        for (int i = 0; i < count; i++) {
            values[i] = need(Float.BYTES).getFloat();
        }
        return values;
    }

    short[] readShorts(int count) throws IOException {
        short[] values = new short[checked(count, Short.BYTES)];
        for (int i = 0; i < count; i++) {
            values[i] = need(Short.BYTES).getShort();
        }
        return values;
    }

    /** Checks that the file ends here and that nothing in it has changed. */
    void finish() throws IOException {
        if (remaining() != 0) {
            throw Failures.corrupt(name + " has " + remaining() + " bytes too many");
        }
        ByteBuffer end = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(end);
        if (end.hasRemaining() || end.flip().getInt() != (int) sum.getValue()) {
            throw Failures.corrupt(name + " was changed or cut: its check sum is another one");
        }
    }

    private long remaining() {
        return left + buffer.remaining();
    }

    private int checked(int count, int bytes) {
        if (count < 0 || (long) count * bytes > remaining()) {
            throw Failures.corrupt(
                    name + " is cut: " + count + " values are announced, " + remaining() + " bytes left");
        }
        return count;
    }

    private ByteBuffer need(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return buffer;
        }
        if (remaining() < bytes) {
            throw Failures.corrupt(name + " is cut");
        }
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + left));
        int from = buffer.position();
        fill(buffer);
        left -= buffer.position() - from;
        buffer.flip();
        sum.update(buffer.duplicate().position(from));
        if (buffer.remaining() < bytes) {
            throw Failures.corrupt(name + " is cut");
        }
        return buffer;
    }

    private void fill(ByteBuffer bytes) throws IOException {
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes);
        }
    }
}
