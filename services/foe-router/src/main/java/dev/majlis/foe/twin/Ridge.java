package dev.majlis.foe.twin;

/** Ridge regression by Cholesky: argmin |HW - Y|² + penalty |W|². */
final class Ridge {
    private Ridge() {}

    /** @return W, {@code double[columns][outputs]} */
    static double[][] solve(float[][] features, float[][] targets, double penalty) {
        int columns = features[0].length;
        int outputs = targets[0].length;
        float[][] gram = new float[columns][columns];
        double[][] right = new double[columns][outputs];
        for (int row = 0; row < features.length; row++) {
            float[] h = features[row];
            for (int i = 0; i < columns; i++) {
                if (h[i] != 0) {
                    add(gram[i], h, h[i], i);
                    for (int c = 0; c < outputs; c++) {
                        right[i][c] += (double) h[i] * targets[row][c];
                    }
                }
            }
        }
        double[][] upper = cholesky(gram, penalty);
        substitute(upper, right);
        return right;
    }

    private static void add(float[] to, float[] from, float factor, int start) {
        for (int j = start; j < to.length; j++) {
            to[j] += factor * from[j];
        }
    }

    // U with UᵀU = gram + penalty I, row by row
    private static double[][] cholesky(float[][] gram, double penalty) {
        int n = gram.length;
        double[][] upper = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                upper[i][j] = gram[i][j] + (i == j ? penalty : 0);
            }
        }
        for (int i = 0; i < n; i++) {
            double root = Math.sqrt(upper[i][i]);
            for (int j = i; j < n; j++) {
                upper[i][j] /= root;
            }
            for (int k = i + 1; k < n; k++) {
                double factor = upper[i][k];
                for (int j = k; j < n; j++) {
                    upper[k][j] -= factor * upper[i][j];
                }
            }
        }
        return upper;
    }

    private static void substitute(double[][] upper, double[][] right) {
        int n = upper.length;
        for (int i = 0; i < n; i++) {
            scale(right[i], 1 / upper[i][i]);
            for (int k = i + 1; k < n; k++) {
                subtract(right[k], right[i], upper[i][k]);
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(right[i], right[k], upper[i][k]);
            }
            scale(right[i], 1 / upper[i][i]);
        }
    }

    private static void scale(double[] row, double factor) {
        for (int c = 0; c < row.length; c++) {
            row[c] *= factor;
        }
    }

    private static void subtract(double[] from, double[] row, double factor) {
        for (int c = 0; c < from.length; c++) {
            from[c] -= factor * row[c];
        }
    }
}
