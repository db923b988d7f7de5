package dev.majlis.foe.kafka;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.host.HostedClassifier;
import dev.majlis.foe.host.ModelFolders;
import dev.majlis.foe.host.PublishedModels;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.registry.ModelRegistry;
import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.mesh.registry.RegistryListener;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.nn.NnException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Serves the published text classifiers, each at its own operation {@code foe-expert.<model>}. A new version is loaded beside the old one,
 * warmed, then takes its place between two batches; a batch in hand is finished by the version that began it. What cannot be loaded
 * leaves what is served. Thread-safe; loads on one thread of its own.
 */
public final class ExpertHost implements RegistryListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ExpertHost.class);

    /** Records of one batch. */
    static final int BATCH = 32;
    /** Models of one process. */
    static final int MOST_MODELS = 64;

    private static final WorkerSettings SETTINGS = WorkerSettings.defaults()
            .withMaxInFlight(2 * BATCH)
            .withBatch(BATCH, Duration.ofMillis(2))
            .withRetryDelays(List.of(Duration.ofSeconds(2)));

    private final Mesh mesh;
    private final ModelFolders folders;
    private final Predicate<String> wanted;
    private final Function<String, Function<List<String>, float[][]>> encoders;
    private final Duration retryDelay;
    /** The newest version of each model that the registry told of. */
    private final Map<String, ModelVersion> newest = new ConcurrentHashMap<>();

    private final Map<String, ExpertWorker> workers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService loader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "foe-expert-loader");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param wanted names of the models to be served
     * @param encoders see {@link HostedClassifier#open}
     * @param retryDelay before a version whose files could not be had is tried again
     */
    public ExpertHost(
            Mesh mesh,
            ModelFolders folders,
            Predicate<String> wanted,
            Function<String, Function<List<String>, float[][]>> encoders,
            Duration retryDelay) {
        this.mesh = requireNonNull(mesh, "mesh is null");
        this.folders = requireNonNull(folders, "folders is null");
        this.wanted = requireNonNull(wanted, "wanted is null");
        this.encoders = requireNonNull(encoders, "encoders is null");
        this.retryDelay = requireNonNull(retryDelay, "retryDelay is null");
    }

    /**
     * Follows a registry until that is closed.
     *
     * @param patience at most so long it waits until each model that is published now has been tried once
     * @return whether all of them have
     * @throws dev.majlis.mesh.error.MeshException when the registry cannot be read
     */
    public boolean follow(ModelRegistry registry, Duration patience) {
        // ends with the registry
        var unused = registry.subscribe(this);
        registry.all().forEach(this::published);
        // what was withdrawn meanwhile may have been told before it was put in here
        newest.keySet().stream()
                .filter(model -> registry.current(model).isEmpty())
                .forEach(this::withdrawn);
        var tried = new CountDownLatch(1);
        soon(tried::countDown, Duration.ZERO);
        try {
            return tried.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void published(ModelVersion version) {
        if (version.kind().equals(PublishedModels.KIND) && wanted.test(version.model())) {
            newest.put(version.model(), version);
            soon(() -> install(version), Duration.ZERO);
        }
    }

    @Override
    public void withdrawn(String model) {
        newest.remove(model);
        soon(() -> uninstall(model), Duration.ZERO);
    }

    /** Version of each model that is served here, by name. */
    public Map<String, String> serving() {
        Map<String, String> versions = new TreeMap<>();
        workers.forEach((model, worker) -> worker.version().ifPresent(version -> versions.put(model, version)));
        return versions;
    }

    private void install(ModelVersion version) {
        String model = version.model();
        if (!version.equals(newest.get(model))
                || version.version().equals(serving().get(model))) {
            return;
        }
        try {
            if (!workers.containsKey(model) && workers.size() >= MOST_MODELS) {
                LOG.errorf(
                        "expert %s is not hosted: %d are, the limit; name them in majlis.foe.host", model, MOST_MODELS);
                return;
            }
            HostedClassifier loaded = HostedClassifier.open(version, folders.fetch(version), encoders, BATCH);
            ExpertWorker worker = workers.get(model);
            if (worker == null) {
                ExpertWorker begun = new ExpertWorker(model, loaded);
                mesh.start(begun, SETTINGS);
                workers.put(model, begun);
            } else {
                worker.serve(loaded);
            }
            LOG.infof("expert %s is hosted in version %s", model, version.version());
            folders.tidy(version);
        } catch (NnException e) {
            LOG.errorf(
                    "expert %s: version %s is refused and what is served stays: %s",
                    model, version.version(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(
                    "expert %s: version %s could not be loaded, next try in %d s: %s",
                    model, version.version(), retryDelay.toSeconds(), e.getMessage());
            soon(() -> install(version), retryDelay);
        }
    }

    /** The worker stays and refuses: callers are told at once instead of waiting for their deadline. */
    private void uninstall(String model) {
        ExpertWorker worker = workers.get(model);
        if (worker != null && !newest.containsKey(model)) {
            worker.withdraw();
            LOG.infof("expert %s was withdrawn", model);
        }
    }

    private void soon(Runnable task, Duration delay) {
        try {
            var unused = loader.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("nothing is loaded any longer", closing);
        }
    }

    /** Loads nothing more; the workers end with the mesh. */
    @Override
    public void close() {
        loader.shutdownNow();
    }
}
