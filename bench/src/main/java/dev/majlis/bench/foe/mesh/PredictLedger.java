package dev.majlis.bench.foe.mesh;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of every request of one run. Thread-safe. */
final class PredictLedger {
    private final LongAdder asked = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder degraded = new LongAdder();
    private final LongAdder right = new LongAdder();
    private final LongAdder experts = new LongAdder();
    private final LongAdder disconnected = new LongAdder();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> lost = new ConcurrentHashMap<>();
    private final Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(10), 3);

    void asked() {
        asked.increment();
    }

    /** @param nanos from when it was due to its end */
    void ended(MadeUpRemarks.Remark remark, Ending ending, long nanos) {
        if (ending instanceof Ending.Answered answer) {
            answered.increment();
            experts.add(answer.experts());
            degraded.add(answer.degraded() ? 1 : 0);
            right.add(answer.label().equals(remark.mood()) ? 1 : 0);
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
        } else if (ending instanceof Ending.Refused refusal) {
            refused.computeIfAbsent(refusal.code(), unseen -> new LongAdder()).increment();
        } else if (ending instanceof Ending.Lost loss) {
            lost.computeIfAbsent(loss.what(), unseen -> new LongAdder()).increment();
        } else {
            disconnected.increment();
        }
    }

    long all() {
        return asked.sum();
    }

    long answered() {
        return answered.sum();
    }

    /** Answered although an expert had failed. */
    long degraded() {
        return degraded.sum();
    }

    long disconnected() {
        return disconnected.sum();
    }

    /** Neither answered nor refused; what never ended counts too. */
    long lost() {
        return all() - answered() - disconnected() - sum(refused);
    }

    long refused() {
        return sum(refused);
    }

    /** {@code 3 BUSY, 1 DEADLINE}; {@code 0} when there is none. */
    String refusals() {
        return told(refused);
    }

    /** Why, as far as somebody said so. */
    String losses() {
        return told(lost);
    }

    /** Share of the answers. */
    double accuracy() {
        return (double) right.sum() / answered();
    }

    double meanExperts() {
        return (double) experts.sum() / answered();
    }

    /** Of the answers, ms. */
    double percentile(double percent) {
        return micros.getValueAtPercentile(percent) / 1e3;
    }

    private static long sum(Map<String, LongAdder> counts) {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private static String told(Map<String, LongAdder> counts) {
        return counts.isEmpty()
                ? "0"
                : new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(each -> each.getValue() + " " + each.getKey())
                                .collect(Collectors.joining(", "));
    }
}
