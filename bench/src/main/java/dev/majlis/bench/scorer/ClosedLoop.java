package dev.majlis.bench.scorer;

import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Callers that each wait for an answer before they ask again. */
final class ClosedLoop {
    private ClosedLoop() {}

    /** @param request scores a few pairs and returns when it has their scores */
    static Load run(List<Pair> pairs, int callers, Duration length, Consumer<List<Pair>> request) {
        Histogram micros = new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(5), 3);
        var next = new AtomicInteger();
        int groups = pairs.size() / Pairs.GROUP;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        long began = System.nanoTime();
        long end = began + length.toNanos();
        try {
            CompletableFuture<?>[] loops = IntStream.range(0, callers)
                    .mapToObj(caller -> CompletableFuture.runAsync(
                            () -> {
                                while (System.nanoTime() < end) {
                                    int group = Math.floorMod(next.getAndIncrement(), groups);
                                    long sent = System.nanoTime();
                                    request.accept(
                                            pairs.subList(group * Pairs.GROUP, group * Pairs.GROUP + Pairs.GROUP));
                                    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - sent));
                                }
                            },
                            threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(loops).join();
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Load(
                Pairs.GROUP * micros.getTotalCount() / seconds,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3);
    }
}
