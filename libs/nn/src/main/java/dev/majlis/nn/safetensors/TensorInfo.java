package dev.majlis.nn.safetensors;

import java.util.Arrays;
import java.util.List;

/**
 * One tensor of a header.
 *
 * @param name as in the file
 * @param type of the elements
 * @param shape dimensions, outermost first; empty for a scalar
 * @param start first byte, counted from the end of the header
 * @param end byte after the last, counted likewise
 */
public record TensorInfo(String name, DataType type, List<Long> shape, long start, long end) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Bytes of data. */
    public long bytes() {
        return end - start;
    }

    /** Number of elements. */
    public long elements() {
        return bytes() / type.bytes();
    }

    /** The dimensions as an array. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    boolean hasShape(long... expected) {
        return Arrays.equals(dimensions(), expected);
    }
}
