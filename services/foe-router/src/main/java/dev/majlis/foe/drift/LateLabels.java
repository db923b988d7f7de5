package dev.majlis.foe.drift;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Joins labels that come later to the answers given, by request id. Holds so many answers without a label, the oldest going
 * first, and scores so many of late. Thread-safe.
 */
public final class LateLabels {
    private final double bestValue;
    private final double lambda;
    private final double[][] scores;
    private final Map<String, Decided> waiting;
    private long joined;
    private long unknown;

    /**
     * @param capacity answers that wait for a label, at most
     * @param window labelled answers that are averaged
     * @param bestAccuracy of the best policy in the evaluation of the fuser
     * @param bestCost of the same, units of an input
     * @param lambda price of a unit in accuracy
     */
    public LateLabels(int capacity, int window, double bestAccuracy, double bestCost, double lambda) {
        if (capacity < 1 || window < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " and window " + window + " must be positive");
        }
        this.bestValue = bestAccuracy - lambda * bestCost;
        this.lambda = lambda;
        this.scores = new double[window][];
        this.waiting = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Decided> eldest) {
                return size() > capacity;
            }
        };
    }

    public synchronized void decided(Decided answer) {
        waiting.put(answer.id(), answer);
    }

    /**
     * The right label came.
     *
     * @return the answer it belongs to; empty when none waits, which is counted
     */
    public synchronized Optional<Decided> label(String id, int label) {
        return joined(id).map(answer -> score(answer, answer.choice() == label ? 1 : 0, Double.NaN));
    }

    /**
     * The quality of every expert came.
     *
     * @param qualities {@code double[K]}, in [0, 1]; NaN for an expert whose answer nobody judged
     * @return as for {@link #label}
     */
    public synchronized Optional<Decided> qualities(String id, double[] qualities) {
        Decided answer = waiting.get(id);
        boolean judged = answer != null
                && answer.choice() >= 0
                && answer.choice() < qualities.length
                && !Double.isNaN(qualities[answer.choice()]);
        if (!judged) {
            unknown++;
            return Optional.empty();
        }
        double best = 0;
        for (double quality : qualities) {
            best = Double.isNaN(quality) ? best : Math.max(best, quality);
        }
        waiting.remove(id);
        return Optional.of(score(answer, qualities[answer.choice()], best));
    }

    public synchronized LiveScore score() {
        double[] sums = new double[4];
        int[] counts = new int[4];
        for (double[] each : scores) {
            for (int i = 0; each != null && i < sums.length; i++) {
                if (!Double.isNaN(each[i])) {
                    sums[i] += each[i];
                    counts[i]++;
                }
            }
        }
        double accuracy = sums[0] / counts[0];
        double cost = sums[1] / counts[1];
        return new LiveScore(
                joined,
                unknown,
                waiting.size(),
                accuracy,
                cost,
                sums[2] / counts[2],
                bestValue - (accuracy - lambda * cost),
                sums[3] / counts[3]);
    }

    private Optional<Decided> joined(String id) {
        Decided answer = waiting.remove(id);
        unknown += answer == null ? 1 : 0;
        return Optional.ofNullable(answer);
    }

    private Decided score(Decided answer, double gain, double best) {
        scores[(int) (joined++ % scores.length)] =
                new double[] {gain, answer.cost(), 1 - gain - answer.estimatedLoss(), best - gain};
        return answer;
    }
}
