package dev.majlis.cappy.model;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.models.ModelHub;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The scorers of this process: loaded one after the other in the background, served once they have reproduced their golden
 * pairs; one that fails is tried again. Thread-safe.
 */
public final class ScorerModels implements Scorers, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ScorerModels.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ModelHub hub;
    private final List<String> names;
    private final GoldenPairs goldens;
    private final Duration retryDelay;
    private final Map<String, ServedScorer> served = new LinkedHashMap<>();
    private final ScheduledExecutorService loader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cappy-model-loader");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    /**
     * @param names catalog names, the default first; at least one
     * @param retryDelay before a model that failed is tried again
     */
    public ScorerModels(ModelHub hub, List<String> names, GoldenPairs goldens, Duration retryDelay) {
        this.hub = requireNonNull(hub, "hub is null");
        this.names = List.copyOf(names);
        this.goldens = requireNonNull(goldens, "goldens is null");
        this.retryDelay = requireNonNull(retryDelay, "retryDelay is null");
        if (this.names.isEmpty()) {
            throw new IllegalArgumentException("no model is to be served");
        }
        this.names.forEach(name -> served.put(name, ServedScorer.loading(name)));
    }

    /** Begins to load; returns at once. */
    public void load() {
        names.forEach(name -> loader.execute(() -> load(name)));
    }

    @Override
    public String defaultName() {
        return names.get(0);
    }

    @Override
    public PairScorer require(Optional<String> name) {
        ServedScorer one = find(name.orElse(defaultName()));
        return one.scorer()
                .orElseThrow(() -> Failures.loading(
                        "scorer '%s' %s".formatted(one.name(), one.hindrance().orElse("is loading"))));
    }

    /** @throws dev.majlis.mesh.error.MeshException {@code UNKNOWN_MODEL} */
    public ServedScorer find(String name) {
        synchronized (served) {
            ServedScorer one = served.get(name);
            if (one == null) {
                throw Failures.unknownModel(name, names);
            }
            return one;
        }
    }

    /** All of them, the default first. */
    public List<ServedScorer> all() {
        synchronized (served) {
            return List.copyOf(served.values());
        }
    }

    private void load(String name) {
        try {
            PairScorer scorer = hub.openScorer(name);
            try {
                requireGolden(scorer);
            } catch (RuntimeException e) {
                scorer.close();
                throw e;
            }
            publish(name, scorer);
            LOG.infof("scorer %s is ready: version %s", name, scorer.model().version());
        } catch (RuntimeException e) {
            LOG.errorf(e, "scorer %s failed to load; next try in %d s", name, retryDelay.toSeconds());
            synchronized (served) {
                served.put(name, ServedScorer.failed(name, "failed to load: " + e.getMessage()));
                if (!closed) {
                    var unused = loader.schedule(() -> load(name), retryDelay.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    private void publish(String name, PairScorer scorer) {
        synchronized (served) {
            if (closed) {
                scorer.close();
                return;
            }
            served.put(name, ServedScorer.ready(name, scorer));
        }
    }

    private void requireGolden(PairScorer scorer) {
        String sha256 = scorer.model().sha256();
        goldens.shipped(sha256).forEach(golden -> requireGolden(scorer, golden));
        goldens.recorded(sha256)
                .ifPresentOrElse(
                        golden -> requireGolden(scorer, golden),
                        () -> goldens.record(
                                sha256, score(scorer, new Pair(GoldenPairs.INSTRUCTION, GoldenPairs.RESPONSE))));
    }

    private static void requireGolden(PairScorer scorer, GoldenPair golden) {
        double score = score(scorer, new Pair(golden.instruction(), golden.response()));
        if (!(Math.abs(score - golden.score()) <= golden.tolerance())) {
            throw new IllegalStateException("golden pair scores %.6f, expected %.6f within %.0e"
                    .formatted(score, golden.score(), golden.tolerance()));
        }
    }

    private static double score(PairScorer scorer, Pair pair) {
        return scorer.score(List.of(pair), EncodeOptions.defaults())
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join()
                .get(0)
                .score();
    }

    @Override
    public void close() {
        loader.shutdownNow();
        List<ServedScorer> loaded;
        synchronized (served) {
            closed = true;
            loaded = List.copyOf(served.values());
        }
        loaded.forEach(one -> one.scorer().ifPresent(PairScorer::close));
    }
}
