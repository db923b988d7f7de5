package dev.majlis.foe.fuse;

/**
 * How a logistic fuser is trained.
 *
 * @param epochs passes over the rows
 * @param batch rows of one step
 * @param rate step size of Adam, falling to 0 along a cosine
 * @param decay decoupled weight decay
 * @param dropout share of rows that are shown with a random subset of experts, in [0, 1]; 0 fits the full set only
 * @param seed of order and subsets
 */
public record LogisticSettings(int epochs, int batch, double rate, double decay, double dropout, long seed) {
    /** For the full set of experts. */
    public static final LogisticSettings FULL = new LogisticSettings(20, 64, 0.01, 1e-3, 0, 1);

    /** For every subset of experts. */
    public static final LogisticSettings MASKED = new LogisticSettings(30, 64, 0.01, 1e-3, 0.7, 1);

    public LogisticSettings {
        if (epochs < 1 || batch < 1 || !(rate > 0) || !(decay >= 0) || !(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("epochs " + epochs + ", batch " + batch + " and rate " + rate
                    + " must be positive, decay " + decay + " not negative, dropout " + dropout + " in [0, 1]");
        }
    }
}
