package dev.majlis.nn.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * One message in the protobuf wire format: fields in the order in which they are added. Its length is known before its bytes
 * are made, so large fields are asked for when their turn comes.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final List<Part> parts = new ArrayList<>();
    private long size;

    private sealed interface Part permits Bytes, Late, Nested {}

    private record Bytes(byte[] bytes) implements Part {}

    private record Late(long length, Supplier<ByteBuffer> bytes) implements Part {}

    private record Nested(ProtoMessage message) implements Part {}

    /** Takes the bytes of a message. */
    interface Sink {
        void write(ByteBuffer bytes) throws IOException;
    }

    /** An integer or enumeration. */
    ProtoMessage number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    /** A 32-bit float. */
    ProtoMessage number(int field, float value) {
        varint((long) field << 3 | FIXED_32);
        add(
                new Bytes(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(value)
                        .array()),
                4);
        return this;
    }

    ProtoMessage text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        open(field, bytes.length);
        add(new Bytes(bytes), bytes.length);
        return this;
    }

    /** A message, complete now. */
    ProtoMessage message(int field, ProtoMessage value) {
        open(field, value.size);
        add(new Nested(value), value.size);
        return this;
    }

    /**
     * Bytes that are made when they are written.
     *
     * @param length exactly as many
     */
    ProtoMessage bytes(int field, long length, Supplier<ByteBuffer> value) {
        open(field, length);
        add(new Late(length, value), length);
        return this;
    }

    /** Length in bytes. */
    long size() {
        return size;
    }

    void writeTo(Sink sink) throws IOException {
        for (Part part : parts) {
            if (part instanceof Bytes bytes) {
                sink.write(ByteBuffer.wrap(bytes.bytes()));
            } else if (part instanceof Nested nested) {
                nested.message().writeTo(sink);
            } else if (part instanceof Late late) {
                ByteBuffer bytes = late.bytes().get();
                if (bytes.remaining() != late.length()) {
                    throw new IOException("a field of " + late.length() + " bytes has " + bytes.remaining());
                }
                sink.write(bytes);
            }
        }
    }

    private void open(int field, long length) {
        varint((long) field << 3 | LENGTH);
        varint(length);
    }

    private void varint(long value) {
        byte[] bytes = new byte[10];
        int n = 0;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[n++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[n++] = (byte) rest;
        add(new Bytes(Arrays.copyOf(bytes, n)), n);
    }

    private void add(Part part, long length) {
        parts.add(part);
        size += length;
    }
}
