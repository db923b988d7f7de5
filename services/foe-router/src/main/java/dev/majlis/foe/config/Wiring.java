package dev.majlis.foe.config;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.MeasuredCosts;
import dev.majlis.foe.job.EvaluationWork;
import dev.majlis.foe.job.Evaluations;
import dev.majlis.foe.job.FuserWork;
import dev.majlis.foe.job.JobFacts;
import dev.majlis.foe.job.JobQueue;
import dev.majlis.foe.job.Jobs;
import dev.majlis.foe.job.OutputTables;
import dev.majlis.foe.job.OutputsWork;
import dev.majlis.foe.job.Trainer;
import dev.majlis.foe.serve.BatchPredictor;
import dev.majlis.foe.serve.Datasets;
import dev.majlis.foe.serve.DecisionFacts;
import dev.majlis.foe.serve.DecisionLog;
import dev.majlis.foe.serve.ExpertReader;
import dev.majlis.foe.serve.Experts;
import dev.majlis.foe.serve.FoeMeters;
import dev.majlis.foe.serve.FuserFiles;
import dev.majlis.foe.serve.FuserLoader;
import dev.majlis.foe.serve.Fusers;
import dev.majlis.foe.serve.HostedModels;
import dev.majlis.foe.serve.LabelJoin;
import dev.majlis.foe.serve.LivePredictor;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.Predictor;
import dev.majlis.foe.serve.RowParts;
import dev.majlis.foe.serve.ServedPools;
import dev.majlis.foe.serve.WatchedExperts;
import dev.majlis.foe.state.Stores;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.mesh.blob.BlobStore;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.rest.MeshConfig;
import dev.majlis.models.ModelException;
import dev.majlis.nn.NnException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together. */
@ApplicationScoped
public class Wiring {
    private static final String BLOBS = "foe-router";
    private static final String SCRATCH = "foe-scratch";
    private static final String STATE_DIR = "majlis.state-dir";
    private static final String STATE_DEFAULT = ".majlis/state";

    void start(@Observes @Priority(100_000) StartupEvent event, FoeConfig config, JobQueue queue, DecisionLog log) {
        log.start();
        if (config.router()) {
            queue.start();
        }
    }

    /** Before the mesh goes down: running jobs write down where they are. */
    void stop(@Observes @Priority(0) ShutdownEvent event, JobQueue queue, DecisionLog log) {
        queue.close();
        log.close();
    }

    @Produces
    @Singleton
    FailureClassifier failures() {
        return new FailureClassifier().with(ModelException.class, Failures::of).with(NnException.class, Failures::of);
    }

    @Produces
    @Singleton
    Stores stores(
            FoeConfig config,
            Clock clock,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        FoeConfig.Database database = config.database();
        return new Stores(
                new Stores.Settings(
                        stateDir,
                        database.url(),
                        database.user(),
                        database.password().orElse("")),
                clock);
    }

    void close(@Disposes Stores stores) {
        stores.close();
    }

    @Produces
    @Singleton
    @Typed(WatchedExperts.class)
    WatchedExperts watched(ExpertClient client, Clock clock) {
        return new WatchedExperts(client, clock);
    }

    @Produces
    @Singleton
    Experts experts(Stores stores, HostedModels models, Embedder embedder, Clock clock) {
        return new Experts(stores::documents, new ExpertReader(models, embedder, clock), models, clock);
    }

    @Produces
    @Singleton
    Pools pools(Stores stores, Experts experts, Clock clock) {
        return new Pools(stores::documents, experts, clock);
    }

    @Produces
    @Singleton
    Datasets datasets(
            Stores stores,
            Pools pools,
            HostedModels models,
            FoeConfig config,
            MeshConfig mesh,
            Clock clock,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        return new Datasets(
                stores::documents, pools, models, new RowParts(blobs(mesh, stateDir)), clock, config.maxRows());
    }

    @Produces
    @Singleton
    Fusers fusers(Stores stores, Pools pools) {
        return new Fusers(stores::documents, pools);
    }

    @Produces
    @Singleton
    FuserFiles fuserFiles(
            FoeConfig config,
            MeshConfig mesh,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        return new FuserFiles(blobs(mesh, stateDir), stateDir.resolve(SCRATCH), limits(config));
    }

    @Produces
    @Singleton
    FuserLoader fuserLoader(FuserFiles files, MeasuredCosts costs, Clock clock) {
        return new FuserLoader(files, costs::expected, clock);
    }

    @Produces
    @Singleton
    ServedPools servedPools(Pools pools, Fusers fusers, FuserLoader loader, Clock clock) {
        return new ServedPools(pools, fusers, loader, clock);
    }

    @Produces
    @Singleton
    DecisionLog decisionLog(Stores stores, DecisionFacts facts, FoeConfig config, Clock clock) {
        FoeConfig.Decisions decisions = config.decisions();
        return new DecisionLog(
                stores::decisions, facts, clock, new DecisionLog.Settings(decisions.keep(), decisions.age()));
    }

    @Produces
    @Singleton
    Predictor predictor(
            ServedPools served,
            Pools pools,
            WatchedExperts client,
            Embedder embedder,
            DecisionLog log,
            FoeMeters meters,
            Clock clock) {
        return new LivePredictor(served, pools, client, embedder, log, meters, clock);
    }

    @Produces
    @Singleton
    BatchPredictor batches(Predictor predictor, ServedPools served, FoeConfig config, Clock clock) {
        FoeConfig.Predict predict = config.predict();
        return new BatchPredictor(
                predictor,
                served,
                workers(predict.threads()),
                Wiring::newId,
                clock,
                new BatchPredictor.Settings(predict.requests(), predict.deadline()));
    }

    @Produces
    @Singleton
    LabelJoin labelJoin(Pools pools, ServedPools served, DecisionLog log) {
        return new LabelJoin(pools, served, log);
    }

    @Produces
    @Singleton
    Evaluations evaluations(
            Stores stores,
            Pools pools,
            MeshConfig mesh,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        return new Evaluations(stores::documents, pools, blobs(mesh, stateDir));
    }

    @Produces
    @Singleton
    JobQueue queue(
            Stores stores,
            Pools pools,
            Datasets datasets,
            Fusers fusers,
            FuserFiles files,
            FuserLoader loader,
            Evaluations evaluations,
            WatchedExperts client,
            Embedder embedder,
            Trainer trainer,
            JobFacts facts,
            FoeMeters meters,
            FailureClassifier failures,
            FoeConfig config,
            MeshConfig mesh,
            Clock clock) {
        var tables = new OutputTables(datasets, stores::outputs, client, clock, limits(config));
        return new JobQueue(
                stores::jobs,
                List.of(
                        new OutputsWork(pools, datasets, stores::outputs, client, embedder, meters, clock),
                        new FuserWork(pools, datasets, fusers, tables, files, loader, trainer, clock),
                        new EvaluationWork(pools, datasets, fusers, tables, loader, evaluations, clock)),
                facts,
                failures,
                clock,
                new JobQueue.Settings(
                        mesh.instance(), config.jobs().workers(), config.jobs().drain()));
    }

    @Produces
    @Singleton
    Jobs jobs(Stores stores, JobQueue queue, FoeConfig config, Clock clock) {
        return new Jobs(
                stores::jobs, Wiring::newId, queue::wake, clock, config.jobs().maxQueued());
    }

    private static String newId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }

    private static TableLimits limits(FoeConfig config) {
        return new TableLimits(config.maxRows(), config.maxTable().asLongValue());
    }

    private static BlobStore blobs(MeshConfig mesh, Path stateDir) {
        return new DirectoryBlobStore(
                mesh.blobDir().orElse(stateDir.resolve("blobs")).resolve(BLOBS));
    }

    /** Hands over to a free thread or refuses; who asked does it then. */
    private static ExecutorService workers(int threads) {
        return new ThreadPoolExecutor(0, threads, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "foe-predict");
            thread.setDaemon(true);
            return thread;
        });
    }
}
