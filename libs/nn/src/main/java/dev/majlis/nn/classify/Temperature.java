package dev.majlis.nn.classify;

import dev.majlis.nn.mlp.Mlp;
import java.util.List;

/** The number that logits are divided by so that shares are as high as they are right, on rows that were not learnt from. */
final class Temperature {
    /** Of fewer rows it would learn their number by heart. */
    static final int LEAST_ROWS = 20;

    private static final double LEAST = 0.1;
    private static final double MOST = 20;
    private static final int STEPS = 60;
    private static final double LEAST_SHARE = 1e-12;

    private Temperature() {}

    /** @return 1 where there are too few rows */
    static double fit(List<float[]> logits, int[] classes) {
        if (logits.size() < LEAST_ROWS) {
            return 1;
        }
        double low = Math.log(LEAST);
        double high = Math.log(MOST);
        for (int i = 0; i < STEPS; i++) {
            double third = (high - low) / 3;
            if (logLoss(logits, classes, Math.exp(low + third)) < logLoss(logits, classes, Math.exp(high - third))) {
                high -= third;
            } else {
                low += third;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /** Mean of −ln(share of the right class). */
    static double logLoss(List<float[]> logits, int[] classes, double temperature) {
        double sum = 0;
        for (int i = 0; i < classes.length; i++) {
            sum -= Math.log(Math.max(LEAST_SHARE, Mlp.softmax(logits.get(i), temperature)[classes[i]]));
        }
        return sum / classes.length;
    }
}
