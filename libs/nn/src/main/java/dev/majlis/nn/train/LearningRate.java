package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;

/**
 * The learning rate of each update: it rises from 0 over the warm-up, then falls. Counted in updates of the optimiser, never in
 * micro-batches (redco §5 item 6).
 *
 * @param decay how it falls
 * @param peak at the end of the warm-up
 * @param warmupShare of all updates, in [0, 1]; used where {@code warmupUpdates} is 0
 * @param warmupUpdates number of updates; 0 for the share
 * @param totalUpdates updates over which it falls to 0; 0 for as many as the run makes
 */
public record LearningRate(Decay decay, double peak, double warmupShare, long warmupUpdates, long totalUpdates) {

    /** How the rate falls after the warm-up. */
    public enum Decay {
        LINEAR,
        COSINE,
        CONSTANT
    }

    public LearningRate {
        requireNonNull(decay, "decay is null");
        if (!(peak >= 0 && peak < 10)
                || !(warmupShare >= 0 && warmupShare <= 1)
                || warmupUpdates < 0
                || totalUpdates < 0) {
            throw new NnException(
                    Kind.INVALID,
                    "a learning rate needs a peak in [0, 10), a warm-up share in [0, 1] and counts from 0, not " + peak
                            + ", " + warmupShare + ", " + warmupUpdates + ", " + totalUpdates);
        }
    }

    /** Linear decay to zero over the run after a warm-up of this share of it. */
    public static LearningRate linear(double peak, double warmupShare) {
        return new LearningRate(Decay.LINEAR, peak, warmupShare, 0, 0);
    }

    /** Half a cosine to zero over the run after a warm-up of this share of it. */
    public static LearningRate cosine(double peak, double warmupShare) {
        return new LearningRate(Decay.COSINE, peak, warmupShare, 0, 0);
    }

    /** Always the same. */
    public static LearningRate constant(double peak) {
        return new LearningRate(Decay.CONSTANT, peak, 0, 0, 0);
    }

    /** The same with a warm-up in updates. */
    public LearningRate withWarmup(long updates) {
        return new LearningRate(decay, peak, 0, updates, totalUpdates);
    }

    /** The same over a number of updates that is not the run's. */
    public LearningRate over(long updates) {
        return new LearningRate(decay, peak, warmupShare, warmupUpdates, updates);
    }

    /**
     * Rate of one update.
     *
     * @param update from 0
     * @param runUpdates updates of the whole run
     */
    public double at(long update, long runUpdates) {
        long total = totalUpdates > 0 ? totalUpdates : runUpdates;
        long warmup = warmupUpdates > 0 ? warmupUpdates : Math.round(warmupShare * total);
        if (update < warmup) {
            return peak * update / warmup;
        }
        double left = Math.max(0, total - update) / (double) Math.max(1, total - warmup);
        return switch (decay) {
            case LINEAR -> peak * left;
            case COSINE -> peak * (1 - Math.cos(Math.PI * left)) / 2;
            case CONSTANT -> peak;
        };
    }
}
