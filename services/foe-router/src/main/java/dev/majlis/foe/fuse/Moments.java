package dev.majlis.foe.fuse;

import dev.majlis.foe.table.OutputBlock;

/**
 * Mean and 1 / standard deviation of each column of a block.
 *
 * @param scales 0 for a column that never changes: it says nothing, and nothing is divided by nearly 0
 */
record Moments(float[] means, float[] scales) {

    static Moments of(OutputBlock block) {
        double[] sums = new double[block.width()];
        double[] squares = new double[block.width()];
        for (int row = 0; row < block.rows(); row++) {
            float[] features = block.row(row);
            for (int i = 0; i < features.length; i++) {
                sums[i] += features[i];
                squares[i] += (double) features[i] * features[i];
            }
        }
        float[] means = new float[sums.length];
        float[] scales = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            double mean = sums[i] / block.rows();
            double variance = squares[i] / block.rows() - mean * mean;
            means[i] = (float) mean;
            scales[i] = variance > 1e-12 ? (float) (1 / Math.sqrt(variance)) : 0;
        }
        return new Moments(means, scales);
    }
}
