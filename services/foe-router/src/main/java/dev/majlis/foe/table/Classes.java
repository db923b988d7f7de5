package dev.majlis.foe.table;

import dev.majlis.foe.pool.ExpertSet;

/** Reading distributions over classes. */
public final class Classes {
    private Classes() {}

    /** The first of the highest. */
    public static int argmax(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * A distribution over experts, when only those of {@code allowed} may be chosen: the rest is left out and the sum
     * made 1 again; all alike when nothing is left.
     */
    public static float[] restricted(float[] distribution, ExpertSet allowed) {
        float[] rest = new float[distribution.length];
        float sum = 0;
        for (int k : allowed.toArray()) {
            rest[k] = distribution[k];
            sum += distribution[k];
        }
        for (int k : allowed.toArray()) {
            rest[k] = sum > 0 ? rest[k] / sum : 1f / allowed.size();
        }
        return rest;
    }
}
