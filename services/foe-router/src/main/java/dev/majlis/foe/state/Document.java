package dev.majlis.foe.state;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One thing that the router remembers, as JSON.
 *
 * @param id unique in its kind
 * @param pool that it belongs to; empty for what stands alone
 * @param revision one more after each change
 * @param body JSON
 */
public record Document(DocumentKind kind, String id, String pool, long revision, Instant createdAt, byte[] body) {
    public Document {
        requireNonNull(kind, "kind is null");
        requireNonNull(id, "id is null");
        requireNonNull(pool, "pool is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(body, "body is null");
    }

    /** The same with another body, which no process has seen yet. */
    public Document changed(byte[] newBody) {
        return new Document(kind, id, pool, revision + 1, createdAt, newBody);
    }
}
