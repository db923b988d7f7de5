package dev.majlis.models.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Notes that a file was hashed: its hash, length and time of change. As long as these two are unchanged, a later start
 * trusts the note and does not read the whole file again. Also the record of a hash learnt at the first fetch.
 */
final class VerificationStamp {
    private final Path file;
    private final Path stamp;

    VerificationStamp(Path file) {
        this.file = file;
        this.stamp = file.resolveSibling("." + file.getFileName() + ".verified");
    }

    /** The hash that was noted, whatever the file is now. */
    Optional<String> recorded() throws IOException {
        try {
            List<String> lines = Files.readAllLines(stamp);
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(0));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Hash of the file, from the note where it is still valid. */
    String sha256() throws IOException {
        List<String> lines = Files.exists(stamp) ? Files.readAllLines(stamp) : List.of();
        if (lines.size() == 2 && lines.get(1).equals(state())) {
            return lines.get(0);
        }
        return FileDigest.sha256(file);
    }

    void write(String sha256) throws IOException {
        // readers write it too, several at the same time
        Path fresh = stamp.resolveSibling(stamp.getFileName() + "." + UUID.randomUUID() + ".new");
        Files.write(fresh, List.of(sha256, state()));
        Files.move(fresh, stamp, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String state() throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    }
}
