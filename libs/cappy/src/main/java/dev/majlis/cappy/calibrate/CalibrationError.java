package dev.majlis.cappy.calibrate;

import java.util.List;

/** Expected calibration error: how far probabilities lie from what then happens. */
public final class CalibrationError {
    private static final int BINS = 10;

    private CalibrationError() {}

    /**
     * Over ten bins of equal width: Σ share of the bin · |mean probability − share of right ones|; 0 is best.
     *
     * @param probabilities clamped into [0, 1]
     */
    public static double of(List<Double> probabilities, List<Boolean> right) {
        if (probabilities.isEmpty() || probabilities.size() != right.size()) {
            throw new IllegalArgumentException(
                    "%d probabilities, %d labels".formatted(probabilities.size(), right.size()));
        }
        double[] difference = new double[BINS];
        for (int i = 0; i < probabilities.size(); i++) {
            double probability = Math.max(0, Math.min(1, probabilities.get(i)));
            int bin = Math.min(BINS - 1, (int) (probability * BINS));
            difference[bin] += probability - (right.get(i) ? 1 : 0);
        }
        double sum = 0;
        for (double bin : difference) {
            sum += Math.abs(bin);
        }
        return sum / probabilities.size();
    }
}
