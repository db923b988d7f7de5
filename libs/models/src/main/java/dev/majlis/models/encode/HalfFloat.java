package dev.majlis.models.encode;

/** IEEE 754 binary16; {@code Float.float16ToFloat} of Java 20 for Java 17. */
final class HalfFloat {
    private HalfFloat() {}

    static float toFloat(short bits) {
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        float sign = bits < 0 ? -1f : 1f;
        if (exponent == 0) {
            return sign * fraction * 0x1p-24f;
        }
        if (exponent == 31) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        return Float.intBitsToFloat(((bits & 0x8000) << 16) | ((exponent + 112) << 23) | (fraction << 13));
    }
}
