package dev.majlis.cappy.keyed;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.dedup.Beginning;
import dev.majlis.mesh.dedup.DedupKey;
import dev.majlis.mesh.dedup.DedupStore;
import dev.majlis.mesh.dedup.StoredAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keys of one process, lost with it. When there are too many, or their answers too large, the oldest are forgotten: a scorer may
 * compute an answer again, but must not refuse work. Thread-safe.
 */
public final class RecentAnswers implements DedupStore {
    private final Clock clock;
    private final int maxKeys;
    private final long maxBytes;
    private final Map<DedupKey, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param maxKeys remembered
     * @param maxBytes of the answers together
     */
    public RecentAnswers(Clock clock, int maxKeys, long maxBytes) {
        this.clock = requireNonNull(clock, "clock is null");
        this.maxKeys = maxKeys;
        this.maxBytes = maxBytes;
    }

    private record Entry(
            String fingerprint, String owner, Instant leaseUntil, Optional<StoredAnswer> answer, Instant expires) {

        int size() {
            return answer.map(stored -> stored.body().length).orElse(0);
        }

        Entry until(Instant lease) {
            return new Entry(fingerprint, owner, lease, answer, expires);
        }

        Entry answered(StoredAnswer stored) {
            return new Entry(fingerprint, "", leaseUntil, Optional.of(stored), expires);
        }
    }

    @Override
    public synchronized Beginning begin(DedupKey key, String fingerprint, String owner, Duration lease) {
        Instant now = clock.instant();
        Entry entry = entries.get(key);
        if (entry != null && entry.expires().isAfter(now)) {
            if (!entry.fingerprint().equals(fingerprint)) {
                return new Beginning.Conflict();
            }
            if (entry.answer().isPresent()) {
                return new Beginning.Replay(entry.answer().get());
            }
            if (entry.leaseUntil().isAfter(now)) {
                return new Beginning.Joined(entry.owner(), entry.leaseUntil());
            }
        }
        put(key, new Entry(fingerprint, owner, now.plus(lease), Optional.empty(), now.plus(TIME_TO_LIVE)));
        return new Beginning.Started();
    }

    @Override
    public boolean renew(DedupKey key, String owner, Duration lease) {
        return change(key, owner, entry -> entry.until(clock.instant().plus(lease)));
    }

    @Override
    public boolean done(DedupKey key, String owner, StoredAnswer answer) {
        return change(key, owner, entry -> entry.answered(answer));
    }

    @Override
    public synchronized boolean failed(DedupKey key, String owner) {
        Entry entry = entries.get(key);
        if (entry == null || !entry.owner().equals(owner)) {
            return false;
        }
        entries.remove(key);
        return true;
    }

    @Override
    public synchronized int sweep() {
        Instant now = clock.instant();
        int before = entries.size();
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (!entry.expires().isAfter(now)) {
                bytes -= entry.size();
                all.remove();
            }
        }
        return before - entries.size();
    }

    @Override
    public synchronized void close() {
        entries.clear();
        bytes = 0;
    }

    private synchronized boolean change(DedupKey key, String owner, UnaryOperator<Entry> change) {
        Entry entry = entries.get(key);
        if (entry == null || !entry.owner().equals(owner)) {
            return false;
        }
        put(key, change.apply(entry));
        return true;
    }

    /** A key keeps its place in the order when its state changes. */
    private void put(DedupKey key, Entry entry) {
        Entry former = entries.put(key, entry);
        bytes += entry.size() - (former == null ? 0 : former.size());
        Iterator<Entry> oldest = entries.values().iterator();
        while ((entries.size() > maxKeys || bytes > maxBytes) && oldest.hasNext()) {
            bytes -= oldest.next().size();
            oldest.remove();
        }
    }
}
