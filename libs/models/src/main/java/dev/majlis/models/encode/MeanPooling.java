package dev.majlis.models.encode;

/** Mean of token vectors, brought to unit length. */
final class MeanPooling {
    private MeanPooling() {}

    /**
     * @param hidden token vectors one after the other
     * @param offset index of the first value
     * @param tokens number of vectors
     * @param width values of one vector
     */
    static float[] pool(float[] hidden, int offset, int tokens, int width) {
        double[] sum = new double[width];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < width; i++) {
                sum[i] += hidden[offset + token * width + i];
            }
        }
        double squares = 0;
        for (double value : sum) {
            squares += value * value;
        }
        double norm = Math.max(Math.sqrt(squares), 1e-12);
        float[] mean = new float[width];
        for (int i = 0; i < width; i++) {
            mean[i] = (float) (sum[i] / norm);
        }
        return mean;
    }
}
