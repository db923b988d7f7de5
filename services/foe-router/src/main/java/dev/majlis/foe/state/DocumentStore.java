package dev.majlis.foe.state;

import java.util.List;
import java.util.Optional;

/**
 * Keeps documents across restarts, for all instances of the router. Nothing is overwritten unseen: a change names the revision
 * it was made from. Thread-safe; blocks. Failures of the store itself are {@code overloaded}.
 */
public interface DocumentStore {

    /** False when the id is taken. */
    boolean insert(Document document);

    /** Writes the next revision; false when the one before is not the current one any more. */
    boolean replace(Document document);

    Optional<Document> find(DocumentKind kind, String id);

    /** Oldest first. */
    List<Document> list(DocumentKind kind);

    /** Those of one pool, oldest first. */
    List<Document> list(DocumentKind kind, String pool);

    boolean delete(DocumentKind kind, String id);
}
