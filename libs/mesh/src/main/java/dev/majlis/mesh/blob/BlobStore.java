package dev.majlis.mesh.blob;

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

    /** Removes the content; does nothing when it is gone. */
    void delete(BlobRef ref);
}
