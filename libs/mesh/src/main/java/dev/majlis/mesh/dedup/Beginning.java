package dev.majlis.mesh.dedup;

import java.time.Instant;

/** What happens to a request that came with an idempotency key (platform §2.5). */
public sealed interface Beginning {

    /** Nobody has done it: the caller does, and tells the store how it ended. */
    record Started() implements Beginning {}

    /**
     * Somebody is doing it: join that call, or answer {@code request-in-progress}.
     *
     * @param owner correlation id of the running call
     * @param leaseUntil after which it counts as lost
     */
    record Joined(String owner, Instant leaseUntil) implements Beginning {}

    /** It is done: give the same answer with {@code Idempotency-Replayed: true}. */
    record Replay(StoredAnswer answer) implements Beginning {}

    /** The key was used for another body: {@code idempotency-conflict}. */
    record Conflict() implements Beginning {}
}
