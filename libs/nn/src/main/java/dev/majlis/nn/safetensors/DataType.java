package dev.majlis.nn.safetensors;

/** The element types of safetensors, with their width in bytes. */
public enum DataType {
    BOOL(1, false),
    U8(1, false),
    I8(1, false),
    F8_E4M3(1, true),
    F8_E5M2(1, true),
    I16(2, false),
    U16(2, false),
    F16(2, true),
    BF16(2, true),
    I32(4, false),
    U32(4, false),
    F32(4, true),
    I64(8, false),
    U64(8, false),
    F64(8, true);

    private final int bytes;
    private final boolean floating;

    DataType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Width of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are floating-point numbers. */
    public boolean floating() {
        return floating;
    }
}
