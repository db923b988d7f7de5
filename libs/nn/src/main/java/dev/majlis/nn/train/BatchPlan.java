package dev.majlis.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which examples each update sees: a permutation that follows from seed and epoch alone, cut into updates; an update cut into
 * micro-batches of like lengths, so that little is padded. No example is dropped.
 */
final class BatchPlan {
    private final int[] lengths;
    private final TrainingSettings settings;

    BatchPlan(int[] lengths, TrainingSettings settings) {
        this.lengths = lengths;
        this.settings = settings;
    }

    int updatesPerEpoch() {
        return (lengths.length + settings.batchSize() - 1) / settings.batchSize();
    }

    long totalUpdates() {
        long all = (long) settings.epochs() * updatesPerEpoch();
        return settings.maxUpdates() > 0 ? Math.min(all, settings.maxUpdates()) : all;
    }

    /** Example numbers in the order of an epoch. */
    int[] order(long epoch) {
        int[] order = IntStream.range(0, lengths.length).toArray();
        if (settings.shuffle()) {
            var random = new SplittableRandom(settings.seed() + 0x5DEECE66DL * (epoch + 1));
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
        }
        return order;
    }

    /** Example numbers of one update of an epoch. */
    int[] update(int[] order, int position) {
        int from = position * settings.batchSize();
        return Arrays.copyOfRange(order, from, Math.min(order.length, from + settings.batchSize()));
    }

    /** An update's examples, shortest first, in micro-batches inside the limits. */
    List<int[]> microBatches(int[] examples) {
        return cut(examples, lengths, settings.microBatch(), settings.microTokens());
    }

    static List<int[]> cut(int[] examples, int[] lengths, int most, int tokens) {
        int[] sorted = Arrays.stream(examples)
                .boxed()
                .sorted(Comparator.comparingInt(example -> lengths[example]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < sorted.length; at++) {
            int count = at - from;
            boolean full = count == most || (long) (count + 1) * lengths[sorted[at]] > tokens;
            if (count > 0 && full) {
                batches.add(Arrays.copyOfRange(sorted, from, at));
                from = at;
            }
        }
        if (from < sorted.length) {
            batches.add(Arrays.copyOfRange(sorted, from, sorted.length));
        }
        return batches;
    }
}
