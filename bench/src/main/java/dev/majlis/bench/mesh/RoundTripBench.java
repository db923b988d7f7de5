package dev.majlis.bench.mesh;

import dev.majlis.bench.Report;
import dev.majlis.bench.mesh.ClosedLoop.Result;
import dev.majlis.mesh.MeshSettings.Source;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the mesh costs on top of plain Kafka clients: a request and a reply of 400 bytes, one broker, one echo worker, one
 * requester, all in this process, for share groups and consumer groups, one call at a time and 32 at a time. The ways are
 * measured in turn, so that drift of the machine hits all alike.
 */
public final class RoundTripBench {
    private static final int PARTITIONS = 3;
    private static final int[] CONCURRENCY = {1, 32};
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    private RoundTripBench() {}

    /** Arguments: rounds (3), seconds of a run (8). */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Duration duration = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 8);
        Path folder = Files.createTempDirectory("round-trip");
        WorkerSettings settings = WorkerSettings.defaults().withMaxInFlight(32);
        try (var broker = KafkaBroker.start(folder, 0)) {
            List<RoundTrip> trips = List.of(
                    new PlainRoundTrip(broker.bootstrapServers(), true, PARTITIONS),
                    new MeshRoundTrip(broker.bootstrapServers(), Source.SHARE, settings),
                    new PlainRoundTrip(broker.bootstrapServers(), false, PARTITIONS),
                    new MeshRoundTrip(broker.bootstrapServers(), Source.GROUP, settings));
            Map<String, List<Result>> results = new LinkedHashMap<>();
            trips.forEach(trip -> ClosedLoop.run(trip, 32, WARM_UP));
            for (int round = 0; round < rounds; round++) {
                for (int concurrency : CONCURRENCY) {
                    for (RoundTrip trip : trips) {
                        Result result = ClosedLoop.run(trip, concurrency, duration);
                        results.computeIfAbsent(key(trip, concurrency), name -> new ArrayList<>())
                                .add(result);
                    }
                }
            }
            publish(trips, results, rounds, duration);
            trips.forEach(RoundTrip::close);
        }
    }

    private static void publish(
            List<RoundTrip> trips, Map<String, List<Result>> results, int rounds, Duration duration) {
        var rows = new ArrayList<List<String>>();
        for (int concurrency : CONCURRENCY) {
            for (RoundTrip trip : trips) {
                List<Result> runs = results.get(key(trip, concurrency));
                rows.add(List.of(
                        Integer.toString(concurrency),
                        trip.name(),
                        spread(1, runs, Result::p50),
                        spread(1, runs, Result::p99),
                        spread(0, runs, Result::perSecond),
                        Long.toString(runs.stream().mapToLong(Result::errors).sum())));
            }
        }
        new Report(
                        "mesh-round-trip",
                        "Round trip over the mesh and over plain clients",
                        "./bench/run round-trip --rounds " + rounds + " --seconds " + duration.toSeconds())
                .text(
                        ("Requests and replies of %d bytes, %d partitions, one echo worker, one requester, the broker in the"
                                        + " same process; %d runs of %d s each, taken in turn. Median (least–greatest).")
                                .formatted(ClosedLoop.BODY_BYTES, PARTITIONS, rounds, duration.toSeconds()))
                .table(List.of("calls at a time", "way", "p50 ms", "p99 ms", "round trips/s", "errors"), rows)
                .publish();
    }

    private static String spread(int decimals, List<Result> runs, ToDoubleFunction<Result> value) {
        return Report.spread(decimals, runs.stream().mapToDouble(value).toArray());
    }

    private static String key(RoundTrip trip, int concurrency) {
        return trip.name() + " " + concurrency;
    }
}
