package dev.majlis.foe.table;

/**
 * Outputs of one expert on the n rows of a table. Immutable and safe to share. Squared distances are multiples of 2^-30
 * and at most 2^16, so that sums over 64 experts are exact in double precision: they do not depend on the order in which
 * experts are asked.
 */
public sealed interface OutputBlock permits DenseBlock, LabelBlock, PartedBlock {
    int rows();

    /** Columns of the feature block. */
    int width();

    /** Heap held by the values, in bytes. */
    long bytes();

    /** Copy of one row, {@code float[width]}. */
    float[] row(int row);

    /** Adds d²_k between {@code features} (length {@link #width}) and every row to {@code sums}, {@code double[rows]}. */
    void addDistances(float[] features, double[] sums);

    /** The same for some rows: {@code sums[i]} is that of row {@code rows[i]}; both have the same length. */
    void addDistances(float[] features, int[] rows, double[] sums);

    /**
     * Adds a lower bound of each distance, which costs a fraction of it.
     *
     * @return false if there is none that is cheaper; then nothing was added
     */
    boolean addLowerBounds(float[] features, double[] sums);

    /** The same rows in another order or fewer of them. */
    OutputBlock pick(int[] rows);

    /** Rounds to the grid and saturates, far above any distance of standardised features. */
    static double onGrid(double squared) {
        // adding and taking away 1.5 · 2^22 leaves multiples of 2^-30; a conversion to long would not be vectorised
        return Math.min(squared, 0x1p16) + 0x1.8p22 - 0x1.8p22;
    }
}
