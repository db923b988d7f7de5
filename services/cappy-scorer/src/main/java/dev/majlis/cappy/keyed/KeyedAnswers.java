package dev.majlis.cappy.keyed;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.mesh.dedup.Beginning;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.Fingerprint;
import dev.majlis.mesh.dedup.StoredAnswer;
import dev.majlis.mesh.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The same key with the same body gets the same answer to the last bit, with another body {@code CONFLICT} (cappy.md §7). Without it a
 * request that is computed again would get scores that may differ by 1e-5, because batch mates change the order of sums. What
 * failed is not kept. Thread-safe.
 */
public final class KeyedAnswers implements AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int KEYS_BETWEEN_SWEEPS = 1_000;
    private static final int OK = 200;

    private final DedupStore store;
    private final AtomicInteger keys = new AtomicInteger();

    /** @param store shared by all processes of the service, or of this one alone */
    public KeyedAnswers(DedupStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * Does the work unless its answer is known.
     *
     * @param key empty for work that is done whenever it is asked for
     * @param body of the request; field order and white space do not matter
     * @param owner the same for every delivery of one request, which may so be taken up again after a crash
     * @param type of the answer, JSON
     * @throws dev.majlis.mesh.error.MeshException {@code CONFLICT}, {@code IN_PROGRESS}, or what the work throws
     */
    public <T> T once(Optional<DedupKey> key, byte[] body, String owner, Class<T> type, Supplier<T> work) {
        return key.map(named -> once(named, Fingerprint.of(body), owner, type, work))
                .orElseGet(work);
    }

    private <T> T once(DedupKey key, String fingerprint, String owner, Class<T> type, Supplier<T> work) {
        if (keys.incrementAndGet() % KEYS_BETWEEN_SWEEPS == 0) {
            store.sweep();
        }
        Optional<T> known = known(store.begin(key, fingerprint, owner, LEASE), owner, type);
        return known.orElseGet(() -> done(key, fingerprint, owner, type, work));
    }

    private <T> T done(DedupKey key, String fingerprint, String owner, Class<T> type, Supplier<T> work) {
        T answer;
        try {
            answer = work.get();
        } catch (RuntimeException e) {
            store.failed(key, owner);
            throw e;
        }
        if (store.done(key, owner, new StoredAnswer(OK, "application/json", Json.write(answer)))) {
            return answer;
        }
        // somebody else was faster: theirs is the one that counts
        return known(store.begin(key, fingerprint, owner, LEASE), owner, type).orElse(answer);
    }

    /** Empty when the work is this owner's to do. */
    private static <T> Optional<T> known(Beginning beginning, String owner, Class<T> type) {
        if (beginning instanceof Beginning.Replay replay) {
            return Optional.of(Json.read(replay.answer().body(), type));
        }
        if (beginning instanceof Beginning.Conflict) {
            throw Failures.conflict();
        }
        if (beginning instanceof Beginning.Joined joined && !joined.owner().equals(owner)) {
            throw Failures.inProgress();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        store.close();
    }
}
