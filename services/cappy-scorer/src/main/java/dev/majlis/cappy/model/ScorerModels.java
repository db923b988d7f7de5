package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.model.ServedScorer.Refusal;
import dev.majlis.cappy.model.ServedScorer.State;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.ModelHub;
import dev.majlis.models.encode.PairScorer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The scorers of this process: loaded one after the other in the background, served once they have reproduced their golden
 * pairs. One that fails is tried again; a published version takes the place of what is served when it is loaded, and what it
 * replaces is closed when the last request that uses it has ended. Thread-safe.
 */
public final class ScorerModels implements Scorers, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ScorerModels.class);
    /** Most scorers that are served because they were published, beside those that are configured. */
    static final int MOST_PUBLISHED = 16;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final ModelHub hub;
    private final List<String> names;
    private final GoldenCheck goldens;
    private final Duration retryDelay;
    private final ScorerEvents events;
    private final ScorerTable table;
    /** The newest published version of each model. */
    private final Map<String, PublishedScorer> newest = new HashMap<>();
    /** Configured models whose published version has neither been taken nor refused. */
    private final Set<String> undecided = ConcurrentHashMap.newKeySet();

    private volatile boolean begun;

    private final ScheduledExecutorService loader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cappy-model-loader");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param names catalog names, the default first; at least one
     * @param retryDelay before a model that failed is tried again
     * @param events hears of published versions
     */
    public ScorerModels(
            ModelHub hub, List<String> names, GoldenPairs goldens, Duration retryDelay, ScorerEvents events) {
        this.hub = requireNonNull(hub, "hub is null");
        this.names = List.copyOf(names);
        this.goldens = new GoldenCheck(goldens);
        this.retryDelay = requireNonNull(retryDelay, "retryDelay is null");
        this.events = requireNonNull(events, "events is null");
        this.table = new ScorerTable(names, this::closeSoon);
    }

    /** Begins to load; returns at once. */
    public void load() {
        names.forEach(name -> loader.execute(() -> load(name)));
    }

    /** A version was published, or became current again. It is loaded in the background, if it is still the newest then. */
    public void offer(PublishedScorer published) {
        if (table.configured(published.model())) {
            undecided.add(published.model());
        }
        synchronized (newest) {
            newest.put(published.model(), published);
        }
        soon(() -> install(published), Duration.ZERO);
    }

    /** A version was published that cannot even be tried: it is refused, and what is served stays. */
    public void reject(String model, String version, String why) {
        synchronized (newest) {
            newest.remove(model);
        }
        soon(() -> refused(model, version, why), Duration.ZERO);
    }

    /** A model was withdrawn: the catalog's own version is served again, or none. */
    public void withdraw(String model) {
        synchronized (newest) {
            newest.remove(model);
        }
        soon(() -> uninstall(model), Duration.ZERO);
    }

    @Override
    public String defaultName() {
        return table.defaultName();
    }

    @Override
    public PairScorer require(Optional<String> name) {
        return table.require(name);
    }

    @Override
    public <T> T during(Supplier<T> request) {
        return table.during(request);
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_MODEL} */
    public ServedScorer find(String name) {
        return table.find(name);
    }

    /** All of them, the default first. */
    public List<ServedScorer> all() {
        return table.all();
    }

    /**
     * Whether all configured scorers are ready; before this was so for the first time, in the version that is published, so that a
     * restart does not fall back to an old one.
     */
    public boolean ready() {
        boolean ready = table.ready();
        begun |= ready && undecided.isEmpty();
        return ready && begun;
    }

    private void load(String name) {
        if (newest(name).isPresent() && table.find(name).state() == State.READY) {
            return;
        }
        try {
            PairScorer scorer = opened(() -> hub.openScorer(name));
            table.change(name, before -> ServedScorer.ready(name, scorer, Optional.empty()));
            LOG.infof("scorer %s is ready: version %s", name, scorer.model().version());
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "scorer %s failed to load; next try in %d s", name, retryDelay.toSeconds());
            table.change(
                    name,
                    before -> before != null && before.state() == State.READY
                            ? before
                            : ServedScorer.failed(name, "failed to load: " + e.getMessage()));
            soon(() -> load(name), retryDelay);
        }
    }

    private Optional<PublishedScorer> newest(String model) {
        synchronized (newest) {
            return Optional.ofNullable(newest.get(model));
        }
    }

    private void install(PublishedScorer published) {
        String name = published.model();
        if (!newest(name).equals(Optional.of(published))) {
            return;
        }
        try {
            requireRoom(name);
            PairScorer scorer = opened(() -> new VersionedScorer(hub.openScorer(published.entry()), published));
            if (!newest(name).equals(Optional.of(published))) {
                scorer.close();
                return;
            }
            table.change(name, before -> ServedScorer.ready(name, scorer, Optional.of(published)));
            LOG.infof("scorer %s is served in version %s", name, published.version());
            events.served(name, published.version());
            tidy(published);
        } catch (RuntimeException | LinkageError e) {
            refuse(published, e);
        }
        undecided.remove(name);
    }

    /** Keeps the files of this version and of the one before it, to which a rollback goes. */
    private void tidy(PublishedScorer published) {
        Set<String> keep = new HashSet<>(Set.of(published.entry().name()));
        published.previous().ifPresent(version -> keep.add(PublishedScorer.entryName(published.model(), version)));
        try {
            hub.keepVersions(published.model(), keep);
        } catch (ModelException e) {
            LOG.warnf("old versions of scorer %s are still in the store: %s", published.model(), e.getMessage());
        }
    }

    private void requireRoom(String name) {
        long extra = table.all().stream()
                .filter(one -> !table.configured(one.name()))
                .count();
        if (extra >= MOST_PUBLISHED && table.look(name).isEmpty()) {
            throw new ModelException(
                    Code.UNSUPPORTED,
                    extra + " published scorers are served, the limit; name the ones you want in majlis.cappy.models");
        }
    }

    private void refuse(PublishedScorer published, Throwable why) {
        String name = published.model();
        boolean again = why instanceof ModelException known && known.code() == Code.UNAVAILABLE;
        refused(name, published.version(), String.valueOf(why.getMessage()));
        if (again) {
            soon(() -> install(published), retryDelay);
        }
    }

    private void refused(String name, String version, String why) {
        var refusal = new Refusal(version, why);
        boolean known = table.look(name)
                .flatMap(ServedScorer::refusal)
                .filter(refusal::equals)
                .isPresent();
        table.change(name, before -> (before == null ? ServedScorer.failed(name, "no version could be loaded") : before)
                .refusing(refusal));
        if (!known) {
            LOG.errorf("scorer %s: version %s is refused and what is served stays: %s", name, version, why);
            events.refused(name, version, why);
        }
    }

    private void uninstall(String name) {
        if (newest(name).isPresent() || table.look(name).isEmpty()) {
            return;
        }
        if (table.configured(name)) {
            load(name);
        } else {
            table.change(name, before -> null);
        }
        LOG.infof("scorer %s: its published version was withdrawn", name);
        events.withdrawn(name);
    }

    /** Opens a scorer and lets it prove itself. */
    private PairScorer opened(Supplier<PairScorer> open) {
        PairScorer scorer = open.get();
        try {
            goldens.require(scorer);
            return scorer;
        } catch (RuntimeException | LinkageError e) {
            scorer.close();
            throw e;
        }
    }

    private void soon(Runnable task, Duration delay) {
        try {
            var unused = loader.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("nothing is loaded any longer", closing);
        }
    }

    private void closeSoon(PairScorer scorer) {
        try {
            loader.execute(() -> close(scorer));
        } catch (RejectedExecutionException closing) {
            scorer.close();
        }
    }

    private static void close(PairScorer scorer) {
        scorer.close();
        LOG.infof(
                "scorer %s: version %s is closed",
                scorer.model().name(), scorer.model().version());
    }

    @Override
    public void close() {
        loader.shutdownNow();
        try {
            loader.awaitTermination(CLOSE_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        table.all().forEach(one -> one.scorer().ifPresent(PairScorer::close));
    }
}
