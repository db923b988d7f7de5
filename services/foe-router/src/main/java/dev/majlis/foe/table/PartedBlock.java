package dev.majlis.foe.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A block cut into runs of rows, one for each list of a {@link RowLists}, so that distances to one list read one part. */
final class PartedBlock implements OutputBlock {
    private final List<OutputBlock> parts;
    private final int[] starts;

    /** @param starts first row of each part, and last the number of rows */
    PartedBlock(OutputBlock whole, int[] starts) {
        this.starts = starts;
        List<OutputBlock> cut = new ArrayList<>();
        for (int part = 0; part + 1 < starts.length; part++) {
            int from = starts[part];
            int[] rows = new int[starts[part + 1] - from];
            Arrays.setAll(rows, i -> from + i);
            cut.add(whole.pick(rows));
        }
        this.parts = List.copyOf(cut);
    }

    OutputBlock part(int part) {
        return parts.get(part);
    }

    @Override
    public int rows() {
        return starts[starts.length - 1];
    }

    @Override
    public int width() {
        return parts.get(0).width();
    }

    @Override
    public long bytes() {
        return parts.stream().mapToLong(OutputBlock::bytes).sum();
    }

    @Override
    public float[] row(int row) {
        int part = partOf(row);
        return parts.get(part).row(row - starts[part]);
    }

    @Override
    public void addDistances(float[] features, double[] sums) {
        for (int part = 0; part < parts.size(); part++) {
            double[] some = Arrays.copyOfRange(sums, starts[part], starts[part + 1]);
            parts.get(part).addDistances(features, some);
            System.arraycopy(some, 0, sums, starts[part], some.length);
        }
    }

    @Override
    public void addDistances(float[] features, int[] rows, double[] sums) {
        int[] one = new int[1];
        double[] sum = new double[1];
        for (int i = 0; i < rows.length; i++) {
            int part = partOf(rows[i]);
            one[0] = rows[i] - starts[part];
            sum[0] = sums[i];
            parts.get(part).addDistances(features, one, sum);
            sums[i] = sum[0];
        }
    }

    @Override
    public boolean addLowerBounds(float[] features, double[] sums) {
        return false;
    }

    @Override
    public OutputBlock pick(int[] rows) {
        if (parts.get(0) instanceof LabelBlock) {
            short[] labels = new short[rows.length];
            float[] confidences = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                int part = partOf(rows[i]);
                LabelBlock block = (LabelBlock) parts.get(part);
                labels[i] = block.label(rows[i] - starts[part]);
                confidences[i] = block.confidence(rows[i] - starts[part]);
            }
            return new LabelBlock(labels, confidences, width());
        }
        float[][] columns = new float[width()][rows.length];
        for (int i = 0; i < rows.length; i++) {
            float[] features = row(rows[i]);
            for (int c = 0; c < features.length; c++) {
                columns[c][i] = features[c];
            }
        }
        return DenseBlock.ofColumns(columns);
    }

    boolean holdsLabels() {
        return parts.get(0) instanceof LabelBlock;
    }

    /** As the whole block would be written. */
    void writeTo(PrimitiveSink sink) throws IOException {
        if (holdsLabels()) {
            for (OutputBlock part : parts) {
                ((LabelBlock) part).writeLabels(sink);
            }
            for (OutputBlock part : parts) {
                ((LabelBlock) part).writeConfidences(sink);
            }
            return;
        }
        for (int column = 0; column < width(); column++) {
            for (OutputBlock part : parts) {
                ((DenseBlock) part).writeColumn(column, sink);
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof PartedBlock block
                        && Arrays.equals(starts, block.starts)
                        && parts.equals(block.parts));
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    private int partOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }
}
