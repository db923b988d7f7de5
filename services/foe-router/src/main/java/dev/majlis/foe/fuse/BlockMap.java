package dev.majlis.foe.fuse;

import dev.majlis.foe.error.Failures;

/**
 * How the block of one expert is made fit: (features - mean) × scale, then, where there are axes, its coordinates along
 * them.
 *
 * @param means {@code float[width]}
 * @param scales {@code float[width]}; 0 for a column that never changes
 * @param axes {@code float[columns][width]} of a principal subspace, lengths included; empty to keep all columns
 */
record BlockMap(float[] means, float[] scales, float[][] axes) {

    int width() {
        return axes.length == 0 ? means.length : axes.length;
    }

    float[] of(float[] features) {
        if (features.length != means.length) {
            throw Failures.dimMismatch(features.length + " features, " + means.length + " are expected");
        }
        float[] standardised = new float[features.length];
        for (int i = 0; i < features.length; i++) {
            standardised[i] = (features[i] - means[i]) * scales[i];
        }
        return axes.length == 0 ? standardised : projected(standardised);
    }

    private float[] projected(float[] standardised) {
        float[] coordinates = new float[axes.length];
        for (int a = 0; a < axes.length; a++) {
            float sum = 0;
            for (int i = 0; i < standardised.length; i++) {
                sum += axes[a][i] * standardised[i];
            }
            coordinates[a] = sum;
        }
        return coordinates;
    }
}
