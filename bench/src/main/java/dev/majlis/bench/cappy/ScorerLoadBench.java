package dev.majlis.bench.cappy;

import dev.majlis.bench.Report;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * cappy.md §8 row 15: one scorer on loopback. First how much it does when a few clients wait for their answers, then twice that,
 * sent without waiting: only 429 with Retry-After may be refused, nothing may fail, and what is accepted must be answered before the deadline
 * that the request declared.
 */
@Command(name = "scorer-load", description = "Mixed best-of requests at twice the scorer's capacity: 429s, 5xx, p99.")
public final class ScorerLoadBench implements Callable<Integer> {
    private static final int CLIENTS = 4;
    private static final int[] CANDIDATES = {1, 2, 5, 10, 20, 50, 100, 200, 500};

    @Option(names = "--seconds", defaultValue = "60", description = "Of each phase.")
    private int seconds;

    @Option(names = "--deadline", defaultValue = "5000", description = "Declared by every request, ms.")
    private int deadline;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("majlis-bench-scorer-load");
        try (var broker = KafkaBroker.start(folder.resolve("broker"), 0);
                var scorer = ScorerProcess.start(folder, "scorer", broker.bootstrapServers(), Map.of())) {
            scorer.awaitReady();
            var target = new BestOfTarget(scorer.url(), Duration.ofMillis(deadline));
            closedLoop(target, Duration.ofSeconds(Math.max(5, seconds / 3)));
            Outcomes capacity = closedLoop(target, Duration.ofSeconds(seconds));
            Outcomes overload = openLoop(target, 2 * capacity.acceptedPerSecond(seconds), Duration.ofSeconds(seconds));
            return publish(capacity, overload);
        }
    }

    /** Each client asks again as soon as it has its answer. */
    private static Outcomes closedLoop(BestOfTarget target, Duration time) {
        var outcomes = new Outcomes();
        Instant end = Instant.now().plus(time);
        List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                .mapToObj(number -> CompletableFuture.runAsync(() -> {
                    var random = new SplittableRandom(number);
                    while (Instant.now().isBefore(end)) {
                        target.ask(candidates(random), random.nextLong(), outcomes)
                                .join();
                    }
                }))
                .toList();
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).join();
        return outcomes;
    }

    /** Requests begin at their times whether earlier ones have ended or not. */
    private static Outcomes openLoop(BestOfTarget target, double perSecond, Duration time) {
        var outcomes = new Outcomes();
        var random = new SplittableRandom(11);
        int total = (int) Math.round(perSecond * time.toSeconds());
        CompletableFuture<?>[] asked = new CompletableFuture<?>[total];
        long began = System.nanoTime();
        for (int number = 0; number < total; number++) {
            long due = began + (long) (number * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            }
            asked[number] = target.ask(candidates(random), random.nextLong(), outcomes);
        }
        CompletableFuture.allOf(asked).join();
        return outcomes;
    }

    private static int candidates(SplittableRandom random) {
        return CANDIDATES[random.nextInt(CANDIDATES.length)];
    }

    private int publish(Outcomes capacity, Outcomes overload) {
        new Report(
                        "scorer-overload",
                        "The scorer at twice its capacity",
                        "./bench/run scorer-load --seconds %d --deadline %d".formatted(seconds, deadline))
                .text(
                        ("One scorer process with the model that ships; best-of requests of 1 to 500 short candidates over HTTP on loopback, "
                                        + "each with a deadline of %d ms (`X-Request-Timeout-Ms`). Capacity: %d clients that wait for their answers, %d s. "
                                        + "Overload: twice as many requests a second, sent without waiting, %d s.")
                                .formatted(deadline, CLIENTS, seconds, seconds))
                .table(
                        List.of("", "at capacity", "at twice the capacity", "target"),
                        List.of(
                                List.of("requests", count(capacity.all()), count(overload.all()), ""),
                                List.of(
                                        "accepted a second",
                                        number(capacity.acceptedPerSecond(seconds)),
                                        number(overload.acceptedPerSecond(seconds)),
                                        ""),
                                List.of(
                                        "candidates scored a second",
                                        number(capacity.candidatesPerSecond(seconds)),
                                        number(overload.candidatesPerSecond(seconds)),
                                        ""),
                                List.of(
                                        "429 with Retry-After",
                                        count(capacity.sentAway()),
                                        count(overload.sentAway()),
                                        ""),
                                List.of(
                                        "429 without",
                                        count(capacity.sentAwayWithoutHint()),
                                        count(overload.sentAwayWithoutHint()),
                                        "0"),
                                List.of("5xx", count(capacity.failed()), count(overload.failed()), "0"),
                                List.of("anything else", count(capacity.odd()), count(overload.odd()), "0"),
                                List.of(
                                        "p50 of the accepted, ms",
                                        count(capacity.percentile(50)),
                                        count(overload.percentile(50)),
                                        ""),
                                List.of(
                                        "p99 of the accepted, ms",
                                        count(capacity.percentile(99)),
                                        count(overload.percentile(99)),
                                        "≤ " + deadline)))
                .publish();
        boolean met = overload.failed() + overload.odd() + overload.sentAwayWithoutHint() == 0
                && overload.percentile(99) <= deadline;
        return met ? 0 : 1;
    }

    private static String count(long value) {
        return Long.toString(value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
