package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Golden pairs by SHA-256 of the weights: shipped ones that say what the model must answer anywhere, and one recorded at the
 * first load on this machine, which it must reproduce within 1e-4 ever after (cappy.md §7). Not thread-safe; used by the
 * loader alone.
 */
public final class GoldenPairs {
    /** Of a recorded pair. */
    public static final double TOLERANCE = 1e-4;

    /** What is asked of a model at its first load. */
    public static final String INSTRUCTION = "Which planet is known as the red planet?";

    public static final String RESPONSE = "Mars is called the red planet because of the iron oxide on its surface.";

    private static final String SHIPPED = "/golden-pairs.json";

    private final Map<String, List<GoldenPair>> shipped;
    private final Path folder;

    /** @param folder where recorded pairs lie; made when missing */
    public GoldenPairs(Path folder) {
        this.folder = requireNonNull(folder, "folder is null");
        try (InputStream in = GoldenPairs.class.getResourceAsStream(SHIPPED)) {
            this.shipped = Json.mapper().readValue(in, new TypeReference<Map<String, List<GoldenPair>>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<GoldenPair> shipped(String sha256) {
        return shipped.getOrDefault(sha256, List.of());
    }

    Optional<GoldenPair> recorded(String sha256) {
        Path file = file(sha256);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(file.toFile(), GoldenPair.class));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not readable; remove it to record anew", e);
        }
    }

    /** Written whole or not at all. */
    void record(String sha256, double score) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, sha256, ".part");
            Files.write(part, Json.write(new GoldenPair(INSTRUCTION, RESPONSE, score, TOLERANCE)));
            Files.move(part, file(sha256), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the golden pair cannot be written to " + folder, e);
        }
    }

    private Path file(String sha256) {
        return folder.resolve(sha256 + ".json");
    }
}
