package dev.majlis.trainer.config;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.majlis.cappy.generate.MeshGenerator;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.mesh.rest.MeshConfig;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.ModelException;
import dev.majlis.models.store.StoreSettings;
import dev.majlis.nn.NnException;
import dev.majlis.trainer.data.DataIntake;
import dev.majlis.trainer.data.DataLimits;
import dev.majlis.trainer.data.WebData;
import dev.majlis.trainer.error.Failures;
import dev.majlis.trainer.job.JobFacts;
import dev.majlis.trainer.job.Jobs;
import dev.majlis.trainer.run.BaseModels;
import dev.majlis.trainer.run.JobEvents;
import dev.majlis.trainer.run.JobFolders;
import dev.majlis.trainer.run.JobQueue;
import dev.majlis.trainer.run.JobRunner;
import dev.majlis.trainer.run.ProgressSink;
import dev.majlis.trainer.state.Stores;
import dev.majlis.trainer.task.AdaptationTask;
import dev.majlis.trainer.task.ClassifierTask;
import dev.majlis.trainer.task.FuserTask;
import dev.majlis.trainer.task.Generators;
import dev.majlis.trainer.task.ScorerTask;
import dev.majlis.trainer.task.TrainingTasks;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together. */
@ApplicationScoped
public class Wiring {
    private static final String JOBS = "trainer-jobs";
    private static final String DATA = "training-data";
    private static final String STATE_DIR = "majlis.state-dir";
    private static final String STATE_DEFAULT = ".majlis/state";

    void start(@Observes @Priority(100_000) StartupEvent event, JobQueue queue) {
        queue.start();
    }

    /** Before the mesh goes down: a running job writes its checkpoint. */
    void stop(@Observes @Priority(0) ShutdownEvent event, JobQueue queue) {
        queue.close();
    }

    @Produces
    @Singleton
    LocalModelHub hub(ModelsConfig models, Clock clock) {
        LocalModelHub.Builder hub = LocalModelHub.builder().clock(clock).offline(models.offline());
        models.dir().ifPresent(hub::directory);
        models.catalog().ifPresent(hub::catalogs);
        return hub.build();
    }

    @Produces
    @Singleton
    FailureClassifier failures() {
        return new FailureClassifier().with(ModelException.class, Failures::of).with(NnException.class, Failures::of);
    }

    @Produces
    @Singleton
    TrainingTasks tasks(Mesh mesh, Clock clock) {
        Generators generators = (operation, model, maxNewTokens) -> {
            mesh.require(List.of(operation));
            return new MeshGenerator(
                    mesh.client(), operation, model, maxNewTokens, dev.majlis.mesh.envelope.Priority.BATCH);
        };
        return new TrainingTasks(List.of(
                new ScorerTask(), new AdaptationTask(generators, clock), new ClassifierTask(), new FuserTask()));
    }

    @Produces
    @Singleton
    Stores stores(
            TrainerConfig config,
            Clock clock,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        TrainerConfig.Database database = config.database();
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
    DataIntake intake(
            TrainerConfig config,
            MeshConfig mesh,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        TrainerConfig.Data data = config.data();
        return new DataIntake(
                new DirectoryBlobStore(blobs(mesh, stateDir).resolve(DATA)),
                new DirectoryBlobStore(blobs(mesh, stateDir)),
                data.dir(),
                new WebData(data.hosts().orElse(List.of())),
                new DataLimits(
                        data.maxFile().asLongValue(),
                        data.maxExpanded().asLongValue(),
                        (int) Math.min(1 << 30, data.maxLine().asLongValue()),
                        data.maxRows()));
    }

    @Produces
    @Singleton
    ModelBlobs modelBlobs(
            TrainerConfig config,
            MeshConfig mesh,
            @ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        return config.models()
                .map(uri -> PublishedBucket.open(uri, StoreSettings.defaults()))
                .orElseGet(() -> ModelBlobs.in(blobs(mesh, stateDir)));
    }

    @Produces
    @Singleton
    BaseModels bases(LocalModelHub hub, Mesh mesh, ModelBlobs blobs) {
        return new BaseModels(hub, mesh::registry, blobs);
    }

    @Produces
    @Singleton
    JobFolders folders(@ConfigProperty(name = STATE_DIR, defaultValue = STATE_DEFAULT) Path stateDir) {
        return new JobFolders(stateDir.resolve(JOBS));
    }

    @Produces
    @Singleton
    JobEvents events(JobFolders folders, Clock clock) {
        return new JobEvents(folders, clock);
    }

    @Produces
    @Singleton
    ProgressSink progress(Stores stores, JobFacts facts, Clock clock) {
        return new ProgressSink(stores, facts, clock);
    }

    @Produces
    @Singleton
    JobQueue queue(
            Stores stores,
            TrainingTasks tasks,
            DataIntake intake,
            BaseModels bases,
            ModelBlobs blobs,
            JobFolders folders,
            JobEvents events,
            FailureClassifier failures,
            JobFacts facts,
            ProgressSink progress,
            TrainerConfig config,
            MeshConfig mesh,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        int threads =
                config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
        var parts = new JobRunner.Parts(tasks, intake, bases, blobs, folders, events, failures, threads, version);
        return new JobQueue(
                stores,
                new JobRunner(stores, parts, progress),
                facts,
                progress,
                clock,
                new JobQueue.Settings(mesh.instance(), config.devices(), config.maxWait(), config.drain()));
    }

    @Produces
    @Singleton
    Jobs jobs(Stores stores, Mesh mesh, TrainerConfig config, Clock clock) {
        return new Jobs(
                stores, mesh::registry, () -> UuidCreator.getTimeOrderedEpoch().toString(), clock, config.maxQueued());
    }

    private static Path blobs(MeshConfig mesh, Path stateDir) {
        return mesh.blobDir().orElse(stateDir.resolve("blobs"));
    }
}
