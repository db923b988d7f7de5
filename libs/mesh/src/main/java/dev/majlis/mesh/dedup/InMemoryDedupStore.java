package dev.majlis.mesh.dedup;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Keys of one process, lost with it; for tests and for services that run once. */
public final class InMemoryDedupStore implements DedupStore {
    private final Clock clock;
    private final int max;
    private final ConcurrentMap<DedupKey, Entry> entries = new ConcurrentHashMap<>();

    /** @param max keys kept; when full, new ones are refused {@code overloaded} */
    public InMemoryDedupStore(Clock clock, int max) {
        this.clock = requireNonNull(clock, "clock is null");
        this.max = max;
    }

    private record Entry(
            String fingerprint,
            Optional<String> owner,
            Instant leaseUntil,
            Optional<StoredAnswer> answer,
            Instant expires) {

        Entry owned(String newOwner, Instant until) {
            return new Entry(fingerprint, Optional.of(newOwner), until, answer, expires);
        }

        Entry released(Optional<StoredAnswer> newAnswer) {
            return new Entry(fingerprint, Optional.empty(), leaseUntil, newAnswer, expires);
        }
    }

    @Override
    public Beginning begin(DedupKey key, String fingerprint, String owner, Duration lease) {
        Instant now = clock.instant();
        if (entries.size() >= max && !entries.containsKey(key) && sweep() == 0) {
            throw new MeshException(
                    ProblemSlug.OVERLOADED, "%d idempotency keys are remembered already".formatted(max));
        }
        AtomicReference<Beginning> outcome = new AtomicReference<>();
        entries.compute(key, (same, entry) -> {
            if (entry == null || !entry.expires().isAfter(now)) {
                outcome.set(new Beginning.Started());
                return new Entry(
                        fingerprint, Optional.of(owner), now.plus(lease), Optional.empty(), now.plus(TIME_TO_LIVE));
            }
            if (!entry.fingerprint().equals(fingerprint)) {
                outcome.set(new Beginning.Conflict());
                return entry;
            }
            if (entry.answer().isPresent()) {
                outcome.set(new Beginning.Replay(entry.answer().get()));
                return entry;
            }
            if (entry.owner().isPresent() && entry.leaseUntil().isAfter(now)) {
                outcome.set(new Beginning.Joined(entry.owner().get(), entry.leaseUntil()));
                return entry;
            }
            outcome.set(new Beginning.Started());
            return entry.owned(owner, now.plus(lease));
        });
        return outcome.get();
    }

    @Override
    public boolean renew(DedupKey key, String owner, Duration lease) {
        return change(key, owner, entry -> entry.owned(owner, clock.instant().plus(lease)));
    }

    @Override
    public boolean done(DedupKey key, String owner, StoredAnswer answer) {
        return change(key, owner, entry -> entry.released(Optional.of(answer)));
    }

    @Override
    public boolean failed(DedupKey key, String owner) {
        return change(key, owner, entry -> entry.released(Optional.empty()));
    }

    @Override
    public int sweep() {
        Instant now = clock.instant();
        int before = entries.size();
        entries.values().removeIf(entry -> !entry.expires().isAfter(now));
        return before - entries.size();
    }

    @Override
    public void close() {
        entries.clear();
    }

    private boolean change(DedupKey key, String owner, Function<Entry, Entry> change) {
        boolean[] changed = new boolean[1];
        entries.computeIfPresent(key, (same, entry) -> {
            changed[0] = entry.owner().equals(Optional.of(owner));
            return changed[0] ? change.apply(entry) : entry;
        });
        return changed[0];
    }
}
