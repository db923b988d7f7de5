package dev.majlis.bench.cappy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of the requests of one phase. Thread-safe. */
final class Outcomes {
    private static final int OK = 200;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 5;

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger sentAway = new AtomicInteger();
    private final AtomicInteger sentAwayWithoutHint = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger odd = new AtomicInteger();
    private final AtomicLong candidates = new AtomicLong();
    private final Histogram millis = new ConcurrentHistogram(3);

    void add(int status, boolean hint, int scored, long took) {
        if (status == OK) {
            accepted.incrementAndGet();
            candidates.addAndGet(scored);
            millis.recordValue(took);
        } else if (status == TOO_MANY) {
            (hint ? sentAway : sentAwayWithoutHint).incrementAndGet();
        } else if (status / 100 == SERVER) {
            failed.incrementAndGet();
        } else {
            odd.incrementAndGet();
        }
    }

    /** No answer at all. */
    void broken() {
        odd.incrementAndGet();
    }

    int all() {
        return accepted.get() + sentAway.get() + sentAwayWithoutHint.get() + failed.get() + odd.get();
    }

    double acceptedPerSecond(int seconds) {
        return (double) accepted.get() / seconds;
    }

    double candidatesPerSecond(int seconds) {
        return (double) candidates.get() / seconds;
    }

    int sentAway() {
        return sentAway.get();
    }

    int sentAwayWithoutHint() {
        return sentAwayWithoutHint.get();
    }

    int failed() {
        return failed.get();
    }

    int odd() {
        return odd.get();
    }

    long percentile(double percent) {
        return millis.getValueAtPercentile(percent);
    }
}
