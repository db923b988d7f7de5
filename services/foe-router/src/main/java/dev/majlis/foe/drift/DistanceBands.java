package dev.majlis.foe.drift;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.neighbour.Nearest;
import dev.majlis.foe.neighbour.RunningDistances;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far an input lies from its neighbours, as a rank among labelled rows: distances of different sets of experts cannot be
 * compared, their ranks can. For each set a sample of rows of the fuser, each left out, gives the distribution; it is found
 * when first needed and the set unused for longest goes first. Safe to share.
 */
public final class DistanceBands {
    private static final int SETS = 512;

    private final Fuser fuser;
    private final int neighbours;
    private final int[] sample;
    private final Map<ExpertSet, double[]> bands = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ExpertSet, double[]> eldest) {
            return size() > SETS;
        }
    };

    /**
     * @param neighbours κ, by which the mean distance is taken
     * @param rows of the fuser that are compared with, at most
     */
    public DistanceBands(Fuser fuser, int neighbours, int rows, long seed) {
        this.fuser = requireNonNull(fuser, "fuser is null");
        this.neighbours = neighbours;
        int all = fuser.rows().rows();
        SplittableRandom random = new SplittableRandom(seed);
        this.sample = new int[Math.min(rows, all)];
        Arrays.setAll(sample, i -> rows >= all ? i : random.nextInt(all));
    }

    /** Labelled rows that inputs are compared with. */
    public int rows() {
        return sample.length;
    }

    /**
     * Share of labelled rows whose neighbours are nearer than those of this input: 0 for one in the thick of them, 1 for one
     * farther off than all; evenly spread in [0, 1] when inputs are like the rows.
     *
     * @param raw what experts said, as they said it; not empty
     */
    public double rank(ExpertOutputs raw) {
        ExpertSet asked = raw.asked();
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("nobody was asked");
        }
        ExpertOutputs prepared = fuser.preparation().of(raw);
        double distance =
                mean(RunningDistances.of(fuser.rows(), prepared, asked).nearest(neighbours, -1));
        double[] band = band(asked);
        int below = lower(band, distance);
        int upTo = below;
        while (upTo < band.length && band[upTo] == distance) {
            upTo++;
        }
        // equal ones count half: labels and rounded confidences give many
        return (below + upTo) / (2.0 * band.length);
    }

    private double[] band(ExpertSet asked) {
        synchronized (bands) {
            double[] known = bands.get(asked);
            if (known != null) {
                return known;
            }
        }
        double[] distances = new double[sample.length];
        for (int i = 0; i < sample.length; i++) {
            distances[i] =
                    mean(RunningDistances.ofRow(fuser.rows(), sample[i], asked).nearest(neighbours, sample[i]));
        }
        Arrays.sort(distances);
        synchronized (bands) {
            bands.put(asked, distances);
        }
        return distances;
    }

    private static double mean(Nearest nearest) {
        double sum = 0;
        for (int place = 0; place < nearest.size(); place++) {
            sum += Math.sqrt(nearest.distance(place));
        }
        return sum / Math.max(1, nearest.size());
    }

    private static int lower(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
