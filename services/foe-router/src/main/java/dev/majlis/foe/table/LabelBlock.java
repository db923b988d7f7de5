package dev.majlis.foe.table;

import dev.majlis.foe.error.Failures;
import java.io.IOException;
import java.util.Arrays;

/**
 * Predicted label and its confidence only, the features being one-hot(label) × confidence: 6 bytes a row however many
 * labels there are. Distances come in closed form:
 * |f|² - f_label² + (f_label - confidence)².
 */
public final class LabelBlock implements OutputBlock {
    private final short[] labels;
    private final float[] confidences;
    private final int width;

    /**
     * @param labels {@code short[rows]}, in [0, width)
     * @param confidences {@code float[rows]}, in [0, 1]
     * @param width M_k, at most 32767
     */
    public LabelBlock(short[] labels, float[] confidences, int width) {
        if (labels.length != confidences.length) {
            throw Failures.dimMismatch(labels.length + " labels and " + confidences.length + " confidences");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= width) {
                throw Failures.labelNotInPool(
                        "row " + i + " has label " + labels[i] + ", must be in [0, " + width + ")");
            }
            if (!(confidences[i] >= 0 && confidences[i] <= 1)) {
                throw Failures.probabilitiesInvalid("row " + i + " has confidence " + confidences[i]);
            }
        }
        this.labels = labels.clone();
        this.confidences = confidences.clone();
        this.width = width;
    }

    @Override
    public int rows() {
        return labels.length;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public long bytes() {
        return 6L * labels.length;
    }

    @Override
    public float[] row(int row) {
        float[] features = new float[width];
        features[labels[row]] = confidences[row];
        return features;
    }

    @Override
    public void addDistances(float[] features, double[] sums) {
        double norm = norm(features);
        for (int row = 0; row < labels.length; row++) {
            sums[row] += squared(features, norm, row);
        }
    }

    @Override
    public void addDistances(float[] features, int[] rows, double[] sums) {
        double norm = norm(features);
        for (int i = 0; i < rows.length; i++) {
            sums[i] += squared(features, norm, rows[i]);
        }
    }

    @Override
    public boolean addLowerBounds(float[] features, double[] sums) {
        return false;
    }

    private double squared(float[] features, double norm, int row) {
        double there = features[labels[row]];
        double change = there - confidences[row];
        return OutputBlock.onGrid(Math.max(0, norm - there * there + change * change));
    }

    @Override
    public OutputBlock pick(int[] picked) {
        short[] someLabels = new short[picked.length];
        float[] someConfidences = new float[picked.length];
        for (int i = 0; i < picked.length; i++) {
            someLabels[i] = labels[picked[i]];
            someConfidences[i] = confidences[picked[i]];
        }
        return new LabelBlock(someLabels, someConfidences, width);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof LabelBlock block
                        && width == block.width
                        && Arrays.equals(labels, block.labels)
                        && Arrays.equals(confidences, block.confidences));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + Arrays.hashCode(confidences);
    }

    short label(int row) {
        return labels[row];
    }

    float confidence(int row) {
        return confidences[row];
    }

    void writeLabels(PrimitiveSink sink) throws IOException {
        sink.write(labels);
    }

    void writeConfidences(PrimitiveSink sink) throws IOException {
        sink.write(confidences);
    }

    private double norm(float[] features) {
        if (features.length != width) {
            throw Failures.dimMismatch(features.length + " features, " + width + " are stored");
        }
        double norm = 0;
        for (float feature : features) {
            norm += (double) feature * feature;
        }
        return norm;
    }
}
