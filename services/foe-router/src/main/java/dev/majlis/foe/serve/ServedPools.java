package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.mesh.error.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pools in memory. At most once a second the database is asked whether a pool, its experts or its fuser are others now, so that
 * every instance of the router follows a promotion within that time. While a new fuser is read the one before goes on answering.
 */
public final class ServedPools {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Pools pools;
    private final Fusers fusers;
    private final FuserLoader loader;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public ServedPools(Pools pools, Fusers fusers, FuserLoader loader, Clock clock) {
        this.pools = requireNonNull(pools, "pools is null");
        this.fusers = requireNonNull(fusers, "fusers is null");
        this.loader = requireNonNull(loader, "loader is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile Optional<ServedPool> served = Optional.empty();
        private volatile Instant checked = Instant.MIN;
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_POOL} */
    public ServedPool find(String pool) {
        Entry entry = entries.computeIfAbsent(pool, unseen -> new Entry());
        Optional<ServedPool> served = entry.served;
        if (served.isPresent() && clock.instant().isBefore(entry.checked.plus(FRESH))) {
            return served.get();
        }
        if (served.isPresent()) {
            if (entry.lock.tryLock()) {
                return locked(entry, pool);
            }
            return served.get();
        }
        entry.lock.lock();
        return locked(entry, pool);
    }

    /** The next request looks again. */
    public void forget(String pool) {
        Optional.ofNullable(entries.get(pool)).ifPresent(entry -> entry.checked = Instant.MIN);
    }

    private ServedPool locked(Entry entry, String pool) {
        try {
            ServedPool now = refreshed(pool, entry.served);
            entry.served = Optional.of(now);
            entry.checked = clock.instant();
            return now;
        } catch (MeshException e) {
            if (e.status() == 404) {
                entries.remove(pool, entry);
            }
            throw e;
        } finally {
            entry.lock.unlock();
        }
    }

    private ServedPool refreshed(String pool, Optional<ServedPool> before) {
        PoolRecord record = pools.find(pool);
        List<RegisteredExpert> experts =
                pools.experts(record).stream().map(ExpertRecord::registered).toList();
        boolean same = before.filter(
                        old -> old.record().equals(record) && old.experts().equals(experts))
                .isPresent();
        if (same) {
            return repriced(before.get());
        }
        Optional<ServedFuser> kept = before.filter(old -> sameMembers(old, record, experts))
                .flatMap(ServedPool::fuser)
                .filter(fuser ->
                        record.fuser().filter(fuser.record().id()::equals).isPresent());
        Optional<ServedFuser> fuser =
                kept.isPresent() ? kept : record.fuser().map(id -> loader.load(fusers.find(pool, id), record, experts));
        return new ServedPool(record, experts, fuser);
    }

    private ServedPool repriced(ServedPool pool) {
        Optional<ServedFuser> fuser = pool.fuser().map(old -> loader.repriced(old, pool.record(), pool.experts()));
        return fuser.equals(pool.fuser()) ? pool : new ServedPool(pool.record(), pool.experts(), fuser);
    }

    private static boolean sameMembers(ServedPool old, PoolRecord record, List<RegisteredExpert> experts) {
        return old.record().labels().equals(record.labels()) && old.experts().equals(experts);
    }
}
