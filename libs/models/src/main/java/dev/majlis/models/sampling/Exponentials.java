package dev.majlis.models.sampling;

/**
 * exp of a whole row, written so that the JIT compiler turns it into vector code: no branch, no conversion, no table.
 *
 * <p>e^x for x in [−32, 0] is (e^(x/32))^32: a polynomial of degree 7 around −½ and five squarings. Relative error below
 * 1e-5 for terms that count (measured by a test); terms under e^−32 are exactly 0, also those of −∞.
 */
final class Exponentials {

    private static final float FLOOR = -32f;
    private static final float MIDDLE = (float) Math.exp(-0.5);
    private static final float AT_FLOOR = power(-1f);

    private Exponentials() {}

    /** Writes exp((x[i] − max) · scale) to {@code out[i]} for i &lt; n. {@code max} must be finite and no less than any x. */
    static void exp(float[] x, int n, float max, float scale, float[] out) {
        float floor = AT_FLOOR;
        float step = scale / 32f;
        for (int i = 0; i < n; i++) {
            float y = Math.max((x[i] - max) * step, FLOOR / 32f);
            out[i] = power(y) - floor;
        }
    }

    /** Sum in double precision with four partial sums, so that additions need not wait for each other. */
    static double sum(float[] values, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < n; i++) {
            a += values[i];
        }
        return a + b + (c + d);
    }

    /** Largest value; NaN when one is NaN. */
    static float max(float[] x, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    private static float power(float y) {
        float r = y + 0.5f;
        float p = 1f / 5040f;
        p = p * r + 1f / 720f;
        p = p * r + 1f / 120f;
        p = p * r + 1f / 24f;
        p = p * r + 1f / 6f;
        p = p * r + 0.5f;
        p = p * r + 1f;
        p = p * r + 1f;
        p = p * MIDDLE;
        p = p * p;
        p = p * p;
        p = p * p;
        p = p * p;
        return p * p;
    }
}
