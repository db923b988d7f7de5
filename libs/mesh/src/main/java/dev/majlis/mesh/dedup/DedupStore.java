package dev.majlis.mesh.dedup;

import java.time.Duration;

/**
 * Remembers which requests have been begun and how they ended, so that a repeated one is computed once (platform §2.5). States of
 * a key: {@code IN_PROGRESS} under a lease, {@code DONE}, {@code FAILED}; forgotten after its time to live. Shared by all
 * instances of a service. Thread-safe; blocks. Failures of the store itself are {@code overloaded}.
 */
public interface DedupStore extends AutoCloseable {
    /** How long a key is remembered. */
    Duration TIME_TO_LIVE = Duration.ofHours(24);

    /**
     * Claims the key for {@code owner}, unless someone holds it or the answer is there. A lease that ran out and a failure that may
     * be retried are taken over.
     *
     * @param fingerprint of the body, {@link Fingerprint}
     * @param owner correlation id of the call that would be made
     * @param lease how long the owner may take before it counts as lost; see {@link #renew}
     */
    Beginning begin(DedupKey key, String fingerprint, String owner, Duration lease);

    /** @return false when the owner has lost the key; what it computes is then not stored */
    boolean renew(DedupKey key, String owner, Duration lease);

    /**
     * Stores the answer, success or terminal error.
     *
     * @return false when the owner has lost the key; another answer counts then
     */
    boolean done(DedupKey key, String owner, StoredAnswer answer);

    /** Gives the key back after a failure that may be retried: the next request runs again. */
    boolean failed(DedupKey key, String owner);

    /** Deletes keys past their time to live; returns how many. */
    int sweep();

    @Override
    void close();
}
