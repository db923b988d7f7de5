package dev.majlis.foe.drift;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Raises an alarm when the mean rank of the distances to neighbours leaves its 99 % band for some inputs in a row, and lowers
 * it when the mean is back in the 95 % band: between the two nothing changes. The mean of w ranks among n labelled rows that are like
 * them has the deviation √((w + n + 1) / (12 w n)), as in the rank-sum test: few labelled rows make it wide, however many inputs come.
 * Holds one window of numbers. Thread-safe.
 */
public final class DriftWatch {
    /** Rank from which a single input lies outside of what the fuser has seen. */
    public static final double OUTLIER = 0.99;

    private static final double LEAVE = 2.576;
    private static final double RETURN = 1.96;

    private final DriftSettings settings;
    private final int rows;
    private final Clock clock;
    private final double[] ranks;
    private long seen;
    private int outside;
    private Optional<Instant> since = Optional.empty();

    /** @param rows labelled ones among which inputs have their ranks */
    public DriftWatch(DriftSettings settings, int rows, Clock clock) {
        this.settings = requireNonNull(settings, "settings is null");
        if (rows < 1) {
            throw new IllegalArgumentException("rows is " + rows + ", must be positive");
        }
        this.rows = rows;
        this.clock = requireNonNull(clock, "clock is null");
        this.ranks = new double[settings.window()];
    }

    /**
     * Takes one input into account.
     *
     * @param rank of its distance, see {@link DistanceBands}
     */
    public synchronized DriftState observe(double rank) {
        if (!(rank >= 0 && rank <= 1)) {
            throw new IllegalArgumentException("rank is " + rank + ", must be in [0, 1]");
        }
        ranks[(int) (seen++ % ranks.length)] = rank;
        double away = Math.abs(recent() - 0.5) / deviation();
        outside = away > LEAVE ? outside + 1 : 0;
        if (since.isEmpty() && seen >= settings.least() && outside >= settings.patience()) {
            since = Optional.of(clock.instant());
        } else if (since.isPresent() && away < RETURN) {
            since = Optional.empty();
        }
        return state();
    }

    public synchronized DriftState state() {
        double half = LEAVE * deviation();
        return new DriftState(
                Math.max(0, 0.5 - half), Math.min(1, 0.5 + half), recent(), seen, outliers(), since.isPresent(), since);
    }

    private int held() {
        return (int) Math.min(seen, ranks.length);
    }

    private double deviation() {
        double inputs = Math.max(1, held());
        return Math.sqrt((inputs + rows + 1) / (12 * inputs * rows));
    }

    private double recent() {
        double sum = 0;
        for (int i = 0; i < held(); i++) {
            sum += ranks[i];
        }
        return held() == 0 ? Double.NaN : sum / held();
    }

    private double outliers() {
        int count = 0;
        for (int i = 0; i < held(); i++) {
            count += ranks[i] > OUTLIER ? 1 : 0;
        }
        return held() == 0 ? 0 : count / (double) held();
    }
}
