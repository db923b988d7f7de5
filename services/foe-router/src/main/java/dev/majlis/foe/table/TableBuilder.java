package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.ExpertSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects rows one by one into an {@link OutputTable}, within bounds of rows and bytes. Not safe to share. */
public final class TableBuilder {
    private final int[] widths;
    private final TableLimits limits;
    private final float[][][] columns;
    private final Map<String, Integer> domains = new LinkedHashMap<>();
    private int[] domainOf = new int[256];
    private long[] inputs = new long[256];
    private int rows;

    /** @param widths columns of each expert's block, {@code int[K]} */
    public TableBuilder(int[] widths, TableLimits limits) {
        if (widths.length < 1 || widths.length > ExpertSet.LIMIT) {
            throw Failures.tooLarge(widths.length + " experts, 1 to " + ExpertSet.LIMIT + " are allowed");
        }
        this.widths = widths.clone();
        this.limits = limits;
        this.columns = new float[widths.length][][];
        for (int k = 0; k < widths.length; k++) {
            columns[k] = new float[widths[k]][256];
        }
    }

    /**
     * Adds a row.
     *
     * @param blocks what every expert said, {@code float[K][width_k]}; nobody may be missing
     * @param input its hash, 0 when unknown
     */
    public TableBuilder add(float[][] blocks, String domain, long input) {
        if (blocks.length != widths.length) {
            throw Failures.dimMismatch(blocks.length + " blocks for " + widths.length + " experts");
        }
        for (int k = 0; k < widths.length; k++) {
            if (blocks[k] == null || blocks[k].length != widths[k]) {
                throw Failures.dimMismatch("expert " + k + " gave " + (blocks[k] == null ? "nothing" : blocks[k].length)
                        + ", " + widths[k] + " columns are needed");
            }
        }
        limits.check(rows + 1, (rows + 1L) * (16 + 4L * Arrays.stream(widths).sum()));
        grow();
        for (int k = 0; k < widths.length; k++) {
            for (int i = 0; i < widths[k]; i++) {
                columns[k][i][rows] = blocks[k][i];
            }
        }
        domainOf[rows] = domains.computeIfAbsent(domain, unseen -> domains.size());
        inputs[rows] = input;
        rows++;
        return this;
    }

    public int rows() {
        return rows;
    }

    /** The rows with their targets; experts whose columns are equal share one block. */
    public OutputTable build(Targets targets) {
        if (rows == 0) {
            throw Failures.emptyDataset();
        }
        List<OutputBlock> blocks = new ArrayList<>();
        for (float[][] wide : columns) {
            float[][] cut = new float[wide.length][];
            for (int i = 0; i < wide.length; i++) {
                cut[i] = Arrays.copyOf(wide[i], rows);
            }
            DenseBlock block = DenseBlock.ofColumns(cut);
            int same = blocks.indexOf(block);
            blocks.add(same < 0 ? block : blocks.get(same));
        }
        RowOrigins origins = new RowOrigins(
                Arrays.copyOf(inputs, rows), Arrays.copyOf(domainOf, rows), List.copyOf(domains.keySet()));
        return new OutputTable(blocks, targets, origins, limits);
    }

    private void grow() {
        if (rows < inputs.length) {
            return;
        }
        int length = Math.min(limits.rows(), 2 * rows);
        inputs = Arrays.copyOf(inputs, length);
        domainOf = Arrays.copyOf(domainOf, length);
        for (float[][] block : columns) {
            for (int i = 0; i < block.length; i++) {
                block[i] = Arrays.copyOf(block[i], length);
            }
        }
    }
}
