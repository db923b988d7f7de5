package dev.majlis.nn.safetensors;

/**
 * The 8- and 16-bit floating formats, decoded and encoded in Java: the engine never sees them (BF16 aborts its process).
 * Encoding rounds to nearest, ties to even. {@code Float.float16ToFloat} needs Java 20.
 */
final class HalfPrecision {
    private HalfPrecision() {}

    /** IEEE 754 binary16. */
    static float fromHalf(short bits) {
        return decode(bits & 0xFFFF, 5, 10, 15);
    }

    /** The upper half of a binary32. */
    static float fromBfloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** E5M2: like binary16 with two bits of fraction. */
    static float fromE5M2(byte bits) {
        return decode(bits & 0xFF, 5, 2, 15);
    }

    /** E4M3: no infinity; all ones is NaN. */
    static float fromE4M3(byte bits) {
        if ((bits & 0x7F) == 0x7F) {
            return Float.NaN;
        }
        int exponent = (bits >> 3) & 0xF;
        int fraction = bits & 7;
        float sign = bits < 0 ? -1f : 1f;
        return exponent == 0 ? sign * fraction * 0x1p-9f : sign * Math.scalb(1 + fraction / 8f, exponent - 7);
    }

    private static float decode(int bits, int exponentBits, int fractionBits, int bias) {
        int exponent = (bits >> fractionBits) & ((1 << exponentBits) - 1);
        int fraction = bits & ((1 << fractionBits) - 1);
        float sign = (bits >> (exponentBits + fractionBits)) == 0 ? 1f : -1f;
        if (exponent == 0) {
            return sign * Math.scalb((float) fraction, 1 - bias - fractionBits);
        }
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return sign * Math.scalb(1 + (float) fraction / (1 << fractionBits), exponent - bias);
    }

    static short toBfloat(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7FC0;
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    static short toHalf(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7E00);
        }
        float size = Math.abs(value);
        if (size >= 65520f) {
            return (short) (sign | 0x7C00);
        }
        if (size < 0x1p-14f) {
            // subnormal: a multiple of 2^-24; rint rounds ties to even, and 1024 of them is the smallest normal number
            return (short) (sign | (int) Math.rint(size * 0x1p24));
        }
        int rounded = (bits & 0x7FFFFFFF) + 0xFFF + ((bits >>> 13) & 1);
        return (short) (sign | ((rounded - (112 << 23)) >>> 13));
    }
}
