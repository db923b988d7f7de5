package dev.majlis.nn.mlp;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * Brings columns to mean 0 and deviation 1: x becomes (x − mean) · scale. Columns of other blocks stay as they are; one that
 * is constant becomes 0.
 *
 * @param mean {@code float[width]}
 * @param scale {@code float[width]}, 0 for a constant column
 */
record Standardisation(float[] mean, float[] scale) {
    /** A deviation below this share of the column's size is rounding. */
    private static final double ROUNDING = 1e-6;

    static Standardisation none(int width) {
        float[] scale = new float[width];
        Arrays.fill(scale, 1f);
        return new Standardisation(new float[width], scale);
    }

    /** Measured on the rows that have the block. */
    static Standardisation fit(MlpConfig config, List<MlpExample> rows) {
        Standardisation fitted = none(config.width());
        int[] offsets = config.offsets();
        for (int block : config.standardised()) {
            List<float[]> having = rows.stream()
                    .filter(row -> (row.present() >>> block & 1) == 1)
                    .map(row -> dense(row.input()))
                    .toList();
            for (int column = offsets[block]; column < offsets[block + 1]; column++) {
                fitted.fit(having, column);
            }
        }
        return fitted;
    }

    private static float[] dense(MlpInput input) {
        if (input instanceof MlpInput.Dense dense) {
            return dense.values();
        }
        throw new NnException(Kind.INVALID, "sparse rows cannot be standardised");
    }

    private void fit(List<float[]> rows, int column) {
        double sum = 0;
        for (float[] row : rows) {
            sum += row[column];
        }
        double centre = rows.isEmpty() ? 0 : sum / rows.size();
        double squares = 0;
        for (float[] row : rows) {
            squares += (row[column] - centre) * (row[column] - centre);
        }
        double deviation = rows.isEmpty() ? 0 : Math.sqrt(squares / rows.size());
        mean[column] = (float) centre;
        scale[column] = deviation > ROUNDING * Math.max(1e-20, Math.abs(centre)) ? (float) (1 / deviation) : 0f;
    }
}
