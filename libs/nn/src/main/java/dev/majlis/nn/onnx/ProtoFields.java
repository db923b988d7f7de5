package dev.majlis.nn.onnx;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Walks over the fields of a message in the protobuf wire format; nothing is copied and every length is checked. */
final class ProtoFields {
    private final ByteBuffer bytes;
    private int field;
    private long number;
    private ByteBuffer value;

    /** @param bytes one message, from its position to its limit */
    ProtoFields(ByteBuffer bytes) {
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        try {
            long tag = varint();
            field = (int) (tag >>> 3);
            number = 0;
            value = null;
            switch ((int) (tag & 7)) {
                case 0 -> number = varint();
                case 1 -> number = bytes.getLong();
                case 2 -> value = take(varint());
                case 5 -> number = bytes.getInt();
                default -> throw corrupt();
            }
        } catch (BufferUnderflowException e) {
            throw corrupt();
        }
        return true;
    }

    int field() {
        return field;
    }

    /** Value of a field that is a number; of a float, its bits. */
    long number() {
        return number;
    }

    /** Value of a field that has a length. */
    ByteBuffer value() {
        if (value == null) {
            throw corrupt();
        }
        return value.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(value()).toString();
    }

    private ByteBuffer take(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw corrupt();
        }
        ByteBuffer part = bytes.duplicate().limit(bytes.position() + (int) length);
        bytes.position(bytes.position() + (int) length);
        return part;
    }

    private long varint() {
        long result = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = bytes.get();
            result |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return result;
            }
        }
        throw corrupt();
    }

    private static NnException corrupt() {
        return new NnException(Kind.CORRUPT, "not a message in the protobuf format");
    }
}
