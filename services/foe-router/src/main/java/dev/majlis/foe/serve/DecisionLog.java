package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.state.DecisionStore;
import dev.majlis.foe.state.KeptDecision;
import dev.majlis.mesh.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The decision log: written by a thread of its own, many at a time, so that no answer waits for the database. What is not
 * written yet is found nevertheless. Bounded in memory, and in the database by number and age; what does not fit is counted.
 */
public final class DecisionLog implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DecisionLog.class);
    private static final int WAITING = 2_000;
    private static final int AT_ONCE = 500;
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Supplier<DecisionStore> store;
    private final DecisionFacts facts;
    private final Clock clock;
    private final Settings settings;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>(WAITING);
    private final Map<List<String>, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer = new Thread(this::write, "foe-decisions");
    private volatile boolean open = true;

    /**
     * What is kept.
     *
     * @param most entries
     * @param longest age
     */
    public record Settings(int most, Duration longest) {}

    public DecisionLog(Supplier<DecisionStore> store, DecisionFacts facts, Clock clock, Settings settings) {
        this.store = requireNonNull(store, "store is null");
        this.facts = requireNonNull(facts, "facts is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.settings = requireNonNull(settings, "settings is null");
        writer.setDaemon(true);
    }

    public void start() {
        writer.start();
    }

    /** An entry that is written down when there is time, or when somebody asks for it. */
    private static final class Pending {
        private final List<String> key;
        private final Supplier<DecisionEntry> how;
        private DecisionEntry entry;

        Pending(List<String> key, Supplier<DecisionEntry> how) {
            this.key = key;
            this.how = how;
        }

        synchronized DecisionEntry entry() {
            if (entry == null) {
                entry = how.get();
            }
            return entry;
        }
    }

    /**
     * Takes an entry; when the database has not kept up for long, it is lost and counted.
     *
     * @param how it is made; called once, on another thread
     */
    public void append(String tenant, String id, Supplier<DecisionEntry> how) {
        Pending decided = new Pending(key(tenant, id), how);
        pending.put(decided.key, decided);
        if (!queue.offer(decided)) {
            pending.remove(decided.key, decided);
            lost.incrementAndGet();
        }
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_DECISION} */
    public DecisionEntry find(String tenant, String id) {
        Pending waiting = pending.get(key(tenant, id));
        if (waiting != null) {
            return waiting.entry();
        }
        return store.get().find(tenant, id).map(DecisionLog::entry).orElseThrow(() -> Failures.unknown("DECISION", id));
    }

    /** Notes what the right answer was; empty when there is no such decision. */
    public Optional<DecisionEntry> label(String tenant, String id, JsonNode truth) {
        settle(tenant, id);
        if (!store.get().label(tenant, id, Json.write(truth))) {
            return Optional.empty();
        }
        return store.get().find(tenant, id).map(DecisionLog::entry);
    }

    /** Newest first. */
    public List<DecisionEntry> latest(String pool, int limit) {
        return store.get().latest(pool, limit).stream().map(DecisionLog::entry).toList();
    }

    /** Entries that the log had no room for since the start. */
    public long lost() {
        return lost.get();
    }

    /** Entries that are not written yet. */
    public int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        open = false;
        try {
            writer.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(String tenant, String id) {
        for (int i = 0; i < 500 && pending.containsKey(key(tenant, id)); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write() {
        Instant swept = clock.instant();
        List<Pending> batch = new ArrayList<>();
        while (open || !queue.isEmpty() || !batch.isEmpty()) {
            try {
                collect(batch);
                if (!batch.isEmpty()) {
                    store.get()
                            .append(batch.stream()
                                    .map(decided -> kept(decided.entry()))
                                    .toList());
                    batch.forEach(decided -> pending.remove(decided.key, decided));
                    batch.clear();
                }
                if (clock.instant().isAfter(swept.plus(SWEEP))) {
                    swept = clock.instant();
                    store.get().sweep(swept.minus(settings.longest()), settings.most());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warnf("decisions could not be written, which is tried again: %s", e.getMessage());
                if (!open) {
                    return;
                }
                pause();
            }
        }
    }

    private void collect(List<Pending> batch) throws InterruptedException {
        if (!batch.isEmpty()) {
            return;
        }
        Pending first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
            List<Pending> taken = new ArrayList<>(List.of(first));
            queue.drainTo(taken, AT_ONCE - 1);
            taken.forEach(decided -> tell(decided, batch));
        }
    }

    private void tell(Pending decided, List<Pending> batch) {
        try {
            facts.decided(decided.entry());
            batch.add(decided);
        } catch (RuntimeException e) {
            LOG.warnf(e, "a decision could not be described");
            pending.remove(decided.key, decided);
            lost.incrementAndGet();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> key(String tenant, String id) {
        return List.of(tenant, id);
    }

    private static KeptDecision kept(DecisionEntry entry) {
        return new KeptDecision(
                entry.tenant(), entry.id(), entry.pool(), entry.at(), Wire.write(entry), Optional.empty());
    }

    private static DecisionEntry entry(KeptDecision kept) {
        DecisionEntry entry = Wire.read(kept.body(), DecisionEntry.class);
        return kept.truth()
                .map(truth -> entry.withTruth(Json.read(truth, JsonNode.class)))
                .orElse(entry);
    }
}
