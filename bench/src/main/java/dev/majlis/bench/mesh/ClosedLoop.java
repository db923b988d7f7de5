package dev.majlis.bench.mesh;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A closed loop: so many calls are always under way; each answer starts the next call. */
final class ClosedLoop {
    /** Bytes of a request and of its reply. */
    static final int BODY_BYTES = 400;

    private static final byte[] BODY = ("\"" + "x".repeat(BODY_BYTES - 2) + "\"").getBytes(StandardCharsets.US_ASCII);

    private ClosedLoop() {}

    /**
     * What one run gave.
     *
     * @param perSecond answers in a second
     * @param p50 round trip, ms
     * @param p99 round trip, ms
     * @param errors calls that failed
     */
    record Result(double perSecond, double p50, double p99, long errors) {}

    static Result run(RoundTrip trip, int concurrency, Duration duration) {
        Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(1), 3);
        var errors = new AtomicLong();
        var slots = new Semaphore(concurrency);
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        while (System.nanoTime() < end) {
            slots.acquireUninterruptibly();
            long sent = System.nanoTime();
            var unused = trip.call(BODY).whenComplete((echo, failure) -> {
                if (failure == null && echo.length == BODY.length) {
                    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - sent));
                } else {
                    errors.incrementAndGet();
                }
                slots.release();
            });
        }
        slots.acquireUninterruptibly(concurrency);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(
                micros.getTotalCount() / seconds,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                errors.get());
    }
}
