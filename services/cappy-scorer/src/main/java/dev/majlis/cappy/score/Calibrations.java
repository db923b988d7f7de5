package dev.majlis.cappy.score;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Calibrations by SHA-256 of the weights they were fitted for: new weights begin without one. Kept in a folder, written whole or
 * not at all. Thread-safe.
 */
public final class Calibrations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Path folder;
    private final Map<String, Optional<StoredCalibration>> known = new ConcurrentHashMap<>();

    /** @param folder made when missing */
    public Calibrations(Path folder) {
        this.folder = requireNonNull(folder, "folder is null");
    }

    public Optional<StoredCalibration> find(String sha256) {
        return known.computeIfAbsent(sha256, this::read);
    }

    /** Estimated probability that a response with this score is right; empty without a calibration. */
    public Optional<Double> probability(String sha256, double score) {
        return find(sha256).map(stored -> stored.calibration().probability(score));
    }

    /** Replaces an earlier one. */
    public synchronized void store(String sha256, StoredCalibration calibration) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "calibration", ".part");
            Files.write(part, Json.write(calibration));
            Files.move(part, file(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the calibration cannot be written to " + folder, e);
        }
        known.put(sha256, Optional.of(calibration));
    }

    /** Nothing happens when there is none. */
    public synchronized void remove(String sha256) {
        try {
            Files.deleteIfExists(file(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("the calibration cannot be removed from " + folder, e);
        }
        known.put(sha256, Optional.empty());
    }

    private Optional<StoredCalibration> read(String sha256) {
        Path file = file(sha256);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), StoredCalibration.class));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not readable; remove it to calibrate anew", e);
        }
    }

    private Path file(String sha256) {
        if (!NAME.matcher(sha256).matches()) {
            throw new IllegalArgumentException("no hash: " + sha256);
        }
        return folder.resolve(sha256 + ".json");
    }
}
