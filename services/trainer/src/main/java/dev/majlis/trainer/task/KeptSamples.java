package dev.majlis.trainer.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.generate.Generator;
import dev.majlis.mesh.blob.Sha256;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Writes down what a generator has written, one line an item, so that a job that is started again does not ask for it again; a line that
 * a crash left half is cut off. Asks for nothing more once the job is cancelled. Thread-safe.
 */
final class KeptSamples implements Generator {
    private final Generator generator;
    private final Path file;
    private final BooleanSupplier cancelled;
    private final LongConsumer onKept;
    private final Map<String, List<Sample>> kept = new ConcurrentHashMap<>();

    private record Line(String key, List<Sample> samples) {}

    /** @param onKept told how many items are there, those of before included */
    KeptSamples(Generator generator, Path file, BooleanSupplier cancelled, LongConsumer onKept) {
        this.generator = requireNonNull(generator, "generator is null");
        this.file = requireNonNull(file, "file is null");
        this.cancelled = requireNonNull(cancelled, "cancelled is null");
        this.onKept = requireNonNull(onKept, "onKept is null");
        load();
    }

    @Override
    public CompletionStage<List<Sample>> sample(
            String instruction, List<Decoding> decodings, long seed, Instant deadline) {
        String key = Sha256.hex(instruction.getBytes(UTF_8));
        List<Sample> before = kept.get(key);
        if (before != null) {
            return CompletableFuture.completedFuture(before);
        }
        if (cancelled.getAsBoolean()) {
            return CompletableFuture.failedFuture(new MeshException(ProblemSlug.CANCELLED, "cancelled"));
        }
        return generator.sample(instruction, decodings, seed, deadline).thenApply(samples -> keep(key, samples));
    }

    private List<Sample> keep(String key, List<Sample> samples) {
        synchronized (this) {
            try (var out = new RandomAccessFile(file.toFile(), "rw")) {
                out.seek(out.length());
                out.write((new String(Json.write(new Line(key, samples)), UTF_8) + "\n").getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            kept.put(key, samples);
        }
        onKept.accept(kept.size());
        return samples;
    }

    private void load() {
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                return;
            }
            String text = Files.readString(file);
            int whole = text.lastIndexOf('\n') + 1;
            text.substring(0, whole).lines().forEach(line -> {
                Line read = Json.read(line.getBytes(UTF_8), Line.class);
                kept.put(read.key(), read.samples());
            });
            Files.writeString(file, text.substring(0, whole));
            onKept.accept(kept.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
