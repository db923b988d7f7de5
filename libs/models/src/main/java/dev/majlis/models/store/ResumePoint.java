package dev.majlis.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a {@code .part} file: which source its bytes are from and the source's validator. Kept in a file beside
 * it, so that it survives a kill.
 */
final class ResumePoint {
    private final Path part;
    private final Path note;
    private final String source;

    ResumePoint(Path part, String source) {
        this.part = part;
        this.note = part.resolveSibling(part.getFileName() + ".from");
        this.source = source;
    }

    /** Bytes that can be continued; 0 when there are none, or they are from another source. */
    long length() throws IOException {
        if (Files.exists(part) && lines().stream().findFirst().equals(Optional.of(source))) {
            return Files.size(part);
        }
        return 0;
    }

    /** A strong entity tag, fit for {@code If-Range}. */
    Optional<String> validator() throws IOException {
        List<String> lines = lines();
        return lines.size() > 1 && lines.get(1).startsWith("\"") ? Optional.of(lines.get(1)) : Optional.empty();
    }

    private List<String> lines() throws IOException {
        return Files.exists(note) ? Files.readAllLines(note) : List.of();
    }

    void begin(String etag) throws IOException {
        Files.write(note, etag == null ? List.of(source) : List.of(source, etag));
    }

    void forget() throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(note);
    }
}
