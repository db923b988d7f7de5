package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import java.io.IOException;
import java.util.Arrays;

/**
 * Blocks of any features in single precision: 4 bytes for each of n × width values. Held column by column, because
 * distances to all rows are then sums the JVM computes eight at a time.
 */
public final class DenseBlock implements OutputBlock {
    /** Columns that bound a distance from below. */
    private static final int BOUND_COLUMNS = 2;

    private final float[][] columns;
    private final int width;
    private final int rows;

    /** @param values {@code float[rows * width]}, row after row, finite */
    public DenseBlock(float[] values, int width) {
        if (width < 1 || values.length % width != 0) {
            throw Failures.dimMismatch(values.length + " values do not fill rows of " + width);
        }
        this.width = width;
        this.rows = values.length / width;
        this.columns = new float[width][rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                float value = values[row * width + i];
                if (!Float.isFinite(value)) {
                    throw Failures.dimMismatch("row " + row + " holds a feature that is not finite: " + value);
                }
                columns[i][row] = value;
            }
        }
    }

    private DenseBlock(float[][] columns) {
        this.width = columns.length;
        this.rows = columns[0].length;
        this.columns = columns;
        for (float[] column : columns) {
            for (int row = 0; row < rows; row++) {
                if (column.length != rows || !Float.isFinite(column[row])) {
                    throw Failures.dimMismatch("row " + row + " holds a feature that is not finite, or is cut");
                }
            }
        }
    }

    /** @param columns {@code float[width][rows]}, finite, at least one; kept, not copied */
    public static DenseBlock ofColumns(float[][] columns) {
        if (columns.length < 1) {
            throw Failures.dimMismatch("a block needs a column");
        }
        return new DenseBlock(columns);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public long bytes() {
        return 4L * width * rows;
    }

    @Override
    public float[] row(int row) {
        float[] features = new float[width];
        for (int i = 0; i < width; i++) {
            features[i] = columns[i][row];
        }
        return features;
    }

    @Override
    public void addDistances(float[] features, double[] sums) {
        requireWidth(features);
        float[] squares = new float[rows];
        for (int i = 0; i < width; i++) {
            addSquares(features[i], columns[i], squares);
        }
        for (int row = 0; row < squares.length; row++) {
            sums[row] += OutputBlock.onGrid(squares[row]);
        }
    }

    /** Over the columns in which the features are greatest: where an expert was sure, most rows differ. */
    @Override
    public boolean addLowerBounds(float[] features, double[] sums) {
        requireWidth(features);
        if (width <= 2 * BOUND_COLUMNS) {
            return false;
        }
        float[] squares = new float[rows];
        for (int i : greatest(features)) {
            addSquares(features[i], columns[i], squares);
        }
        // what rounding may have added to the squares, or taken from the whole distance
        double sure = 1 - (width + BOUND_COLUMNS) * 0x1p-23;
        for (int row = 0; row < squares.length; row++) {
            sums[row] += OutputBlock.onGrid(sure * squares[row]);
        }
        return true;
    }

    private static int[] greatest(float[] features) {
        int[] greatest = new int[Math.min(BOUND_COLUMNS, features.length)];
        Arrays.fill(greatest, -1);
        for (int i = 0; i < features.length; i++) {
            int candidate = i;
            for (int place = 0; place < greatest.length; place++) {
                int held = greatest[place];
                if (held < 0 || Math.abs(features[candidate]) > Math.abs(features[held])) {
                    greatest[place] = candidate;
                    candidate = held;
                    if (held < 0) {
                        break;
                    }
                }
            }
        }
        return greatest;
    }

    @Override
    public void addDistances(float[] features, int[] some, double[] sums) {
        requireWidth(features);
        float[] squares = new float[some.length];
        for (int i = 0; i < width; i++) {
            float feature = features[i];
            float[] column = columns[i];
            for (int at = 0; at < some.length; at++) {
                float difference = feature - column[some[at]];
                squares[at] += difference * difference;
            }
        }
        for (int at = 0; at < squares.length; at++) {
            sums[at] += OutputBlock.onGrid(squares[at]);
        }
    }

    private void requireWidth(float[] features) {
        if (features.length != width) {
            throw Failures.dimMismatch(features.length + " features, " + width + " are stored");
        }
    }

    @Override
    public OutputBlock pick(int[] picked) {
        float[][] some = new float[width][picked.length];
        for (int i = 0; i < width; i++) {
            for (int row = 0; row < picked.length; row++) {
                some[i][row] = columns[i][picked[row]];
            }
        }
        return new DenseBlock(some);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof DenseBlock block && Arrays.deepEquals(columns, block.columns));
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(columns);
    }

    void writeColumn(int column, PrimitiveSink sink) throws IOException {
        sink.write(columns[column]);
    }

    // both arrays from 0 on: only then does the compiler use vector instructions
    private static void addSquares(float feature, float[] column, float[] squares) {
        for (int row = 0; row < squares.length; row++) {
            float difference = feature - column[row];
            squares[row] += difference * difference;
        }
    }
}
