package dev.majlis.mesh.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps bodies that are too large for a record (claim check, platform §1). Content-addressed: the same bytes are stored once,
 * and what is read is checked against its name. Thread-safe; blocks.
 */
public interface BlobStore {

    /** Stores the content; does nothing when it is there already. */
    BlobRef put(byte[] content);

    /**
     * The content, verified.
     *
     * @throws dev.majlis.mesh.error.MeshException {@code not-found} when it is gone, {@code internal} when length or sha256 differ
     */
    byte[] get(BlobRef ref);

    /** Stores the content of a file; a store that can does so without holding it in memory. */
    default BlobRef put(Path file) {
        try {
            return put(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the content, verified, to a file that it replaces; fails as {@link #get(BlobRef)} does. */
    default void get(BlobRef ref, Path target) {
        try {
            Files.write(target, get(ref));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the content; does nothing when it is gone. */
    void delete(BlobRef ref);
}
