package dev.majlis.foe.fuse;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The subspace of largest variance by randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4). Its
 * basis is orthonormal but in no particular order: distances within the subspace do not depend on that.
 */
final class PrincipalSubspace {
    private static final int ROUNDS = 6;

    private PrincipalSubspace() {}

    /**
     * @param rows {@code float[n][width]}, centred
     * @param columns wanted, at most {@code min(n, width)}
     * @return {@code float[columns][width]}
     */
    static float[][] of(float[][] rows, int columns, long seed) {
        int width = rows[0].length;
        SplittableRandom random = new SplittableRandom(seed);
        float[][] basis = new float[columns][width];
        for (float[] axis : basis) {
            for (int i = 0; i < width; i++) {
                axis[i] = (float) random.nextGaussian();
            }
        }
        orthonormalise(basis);
        for (int round = 0; round < ROUNDS; round++) {
            basis = timesCovariance(rows, basis);
            orthonormalise(basis);
        }
        return basis;
    }

    // axis by axis, so that the sums do not depend on how many threads there are
    private static float[][] timesCovariance(float[][] rows, float[][] basis) {
        return IntStream.range(0, basis.length)
                .parallel()
                .mapToObj(a -> {
                    float[] product = new float[basis[a].length];
                    for (float[] row : rows) {
                        float along = dot(row, basis[a]);
                        for (int i = 0; i < product.length; i++) {
                            product[i] += along * row[i];
                        }
                    }
                    return product;
                })
                .toArray(float[][]::new);
    }

    // modified Gram-Schmidt, twice for the sake of rounding
    private static void orthonormalise(float[][] basis) {
        for (int pass = 0; pass < 2; pass++) {
            for (int a = 0; a < basis.length; a++) {
                for (int b = 0; b < a; b++) {
                    float overlap = dot(basis[a], basis[b]);
                    for (int i = 0; i < basis[a].length; i++) {
                        basis[a][i] -= overlap * basis[b][i];
                    }
                }
                float length = (float) Math.sqrt(dot(basis[a], basis[a]));
                float factor = length > 1e-12f ? 1 / length : 0;
                for (int i = 0; i < basis[a].length; i++) {
                    basis[a][i] *= factor;
                }
            }
        }
    }

    static float dot(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
