package dev.majlis.bench.gateway;

import dev.majlis.bench.Child;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One run of the load generator wrk (Debian package {@code wrk}) against a chat-completion address.
 *
 * @param requestsPerSecond answered
 * @param p50Millis median latency
 * @param p99Millis 99th percentile
 * @param errors answers outside 2xx and broken connections
 */
public record Wrk(double requestsPerSecond, double p50Millis, double p99Millis, long errors) {
    private static final Pattern RESULT =
            Pattern.compile("RESULT requests=(\\d+) micros=(\\d+) errors=(\\d+) p50=(\\d+) p99=(\\d+)");

    /** Runs one load of a fixed length with a fixed number of connections. */
    public static Wrk run(Path folder, String address, String model, int connections, Duration length) {
        try {
            Files.createDirectories(folder);
            Path script = folder.resolve("chat.lua");
            try (InputStream source = Wrk.class.getResourceAsStream("/chat.lua")) {
                Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
            }
            var command = List.of(
                    "wrk",
                    "-t1",
                    "-c" + connections,
                    "-d" + length.toSeconds() + "s",
                    "--timeout",
                    "20s",
                    "-s",
                    script.toString(),
                    address,
                    "--",
                    model);
            try (Child wrk = Child.start("wrk", folder, command)) {
                wrk.join(length.plusSeconds(60));
                return parse(wrk.output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("wrk could not run: apt-get install wrk", e);
        }
    }

    private static Wrk parse(String output) {
        var matcher = RESULT.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk gave no result:\n" + output);
        }
        double requests = Long.parseLong(matcher.group(1));
        double seconds = Long.parseLong(matcher.group(2)) / 1e6;
        return new Wrk(
                requests / seconds,
                Long.parseLong(matcher.group(4)) / 1e3,
                Long.parseLong(matcher.group(5)) / 1e3,
                Long.parseLong(matcher.group(3)));
    }
}
