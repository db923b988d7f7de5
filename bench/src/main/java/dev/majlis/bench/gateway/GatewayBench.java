package dev.majlis.bench.gateway;

import dev.majlis.bench.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The whole path gateway → Kafka → echo worker → Kafka → gateway beside the LiteLLM proxy with one worker before an instant
 * backend: same machine, same load, in turn. Needs {@code wrk} (Debian package) and, for the peer, {@code litellm[proxy]} (pip).
 */
@Command(name = "gateway", description = "Gateway, Kafka and echo worker beside the LiteLLM proxy, under wrk.")
public final class GatewayBench implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Option(names = "--litellm", description = "The litellm command; left out, only Majlis is measured.")
    private Optional<Path> litellm = Optional.empty();

    @Option(names = "--seconds", description = "Length of one load.", defaultValue = "15")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;

    @Option(names = "--heap", description = "Heap of the gateway, MiB.", defaultValue = "128")
    private int heap;

    @Override
    public void run() {
        Path folder = workFolder();
        try (var majlis = MajlisPath.start(folder, heap, PATIENCE);
                var peer = litellm.map(command -> LiteLlmPath.start(folder, command, PATIENCE))
                        .orElse(null)) {
            var sides = new ArrayList<Side>();
            sides.add(new Side("Majlis: gateway → Kafka → worker → Kafka → gateway", majlis.address(), majlis::memory));
            if (peer != null) {
                sides.add(new Side("LiteLLM proxy, one worker → instant backend", peer.address(), peer::memory));
            }
            sides.forEach(side -> Wrk.run(folder, side.address, "echo", 32, Duration.ofSeconds(seconds)));
            for (int round = 0; round < rounds; round++) {
                sides.forEach(side -> side.measure(folder, Duration.ofSeconds(seconds)));
            }
            publish(sides);
        }
    }

    private void publish(List<Side> sides) {
        var rows = new ArrayList<List<String>>();
        for (Side side : sides) {
            rows.add(side.row("1", side.alone));
            rows.add(side.row("32", side.crowd));
        }
        var report = new Report(
                        "gateway-beside-litellm",
                        "The gateway's whole path beside the LiteLLM proxy",
                        "./bench/run gateway --litellm \"$(command -v litellm)\"")
                .text(
                        "wrk, one thread, %d s a load after one warm-up load, %d rounds in turn, median (least–greatest); "
                                        .formatted(seconds, rounds)
                                + "load generator, broker and servers share the machine's cores. Memory is the resident size of "
                                + "the gateway's (the proxy's) process after the loads.")
                .table(List.of("path", "connections", "requests/s", "p50 ms", "p99 ms", "errors", "memory MiB"), rows);
        if (sides.size() == 2) {
            double[] ratio = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratio[round] = sides.get(0).crowd.get(round).requestsPerSecond()
                        / sides.get(1).crowd.get(round).requestsPerSecond();
            }
            report.text("Requests per second at 32 connections, Majlis ÷ LiteLLM, round by round: "
                    + Report.spread(1, ratio) + ".");
        }
        report.publish();
    }

    private static Path workFolder() {
        try {
            return Files.createTempDirectory("majlis-bench-gateway");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder", e);
        }
    }

    /** One of the two paths and its measurements. */
    private static final class Side {
        private final String name;
        private final String address;
        private final java.util.function.LongSupplier memory;
        private final List<Wrk> alone = new ArrayList<>();
        private final List<Wrk> crowd = new ArrayList<>();
        private long resident;

        private Side(String name, String address, java.util.function.LongSupplier memory) {
            this.name = name;
            this.address = address;
            this.memory = memory;
        }

        private void measure(Path folder, Duration length) {
            alone.add(Wrk.run(folder, address, "echo", 1, length));
            crowd.add(Wrk.run(folder, address, "echo", 32, length));
            resident = memory.getAsLong();
        }

        private List<String> row(String connections, List<Wrk> runs) {
            return List.of(
                    name,
                    connections,
                    figure(runs, 0, Wrk::requestsPerSecond),
                    figure(runs, 1, Wrk::p50Millis),
                    figure(runs, 1, Wrk::p99Millis),
                    Long.toString(runs.stream().mapToLong(Wrk::errors).sum()),
                    Long.toString(resident));
        }

        private static String figure(List<Wrk> runs, int decimals, ToDoubleFunction<Wrk> figure) {
            return Report.spread(decimals, runs.stream().mapToDouble(figure).toArray());
        }
    }
}
