package dev.majlis.trainer.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.blob.DirectoryBlobStore;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.registry.InMemoryModelRegistry;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.models.LocalModelHub;
import dev.majlis.trainer.data.DataIntake;
import dev.majlis.trainer.data.DataLimits;
import dev.majlis.trainer.data.Row;
import dev.majlis.trainer.data.WebData;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobFacts;
import dev.majlis.trainer.job.JobPhase;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.job.JobRequest;
import dev.majlis.trainer.job.JobState;
import dev.majlis.trainer.job.StoredData;
import dev.majlis.trainer.state.Stores;
import dev.majlis.trainer.task.TrainingContext;
import dev.majlis.trainer.task.TrainingOutcome;
import dev.majlis.trainer.task.TrainingTask;
import dev.majlis.trainer.task.TrainingTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobQueueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Facts facts = new Facts();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private volatile Function<TrainingContext, TrainingOutcome> training = this::trained;
    private Stores stores;
    private DataIntake intake;

    @BeforeEach
    void open() {
        stores = new Stores(new Stores.Settings(folder.resolve("state"), Optional.empty(), "", ""), Clock.systemUTC());
        intake = new DataIntake(
                new DirectoryBlobStore(folder.resolve("data")),
                new DirectoryBlobStore(folder.resolve("handed")),
                Optional.empty(),
                new WebData(List.of()),
                new DataLimits(1_000, 1_000, 1_000, 10));
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** Trains whatever the test says. */
    private final class Scripted implements TrainingTask {
        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public ObjectNode parameters(ObjectNode given) {
            return given;
        }

        @Override
        public void check(Row row) {
            // every row will do
        }

        @Override
        public TrainingOutcome run(TrainingContext context) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                return training.apply(context);
            } finally {
                running.decrementAndGet();
            }
        }
    }

    /** Remembers what it is told; does not answer the first time. */
    private static final class Facts implements JobFacts {
        final List<String> told = new CopyOnWriteArrayList<>();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public CompletionStage<Void> state(Job job) {
            if (asked.getAndIncrement() == 0) {
                return CompletableFuture.failedFuture(new IOException("no broker"));
            }
            told.add(job.id() + " " + job.state());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void phase(Job job, JobPhase phase) {
            // may be lost
        }

        @Override
        public void progress(Job job, JobProgress progress) {
            // may be lost
        }
    }

    private TrainingOutcome trained(TrainingContext context) {
        try {
            Files.createDirectories(context.out());
            Files.writeString(context.out().resolve("config.json"), "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TrainingOutcome.Trained("pair-scorer", "regression01", Map.of("loss", .5));
    }

    private JobQueue queue() {
        var registry = new InMemoryModelRegistry(Clock.systemUTC());
        ModelBlobs blobs = ModelBlobs.in(folder.resolve("blobs"));
        var folders = new JobFolders(folder.resolve("jobs"));
        var progress = new ProgressSink(stores, facts, Clock.systemUTC());
        var parts = new JobRunner.Parts(
                new TrainingTasks(List.of(new Scripted())),
                intake,
                new BaseModels(hub(), () -> registry, blobs),
                blobs,
                folders,
                new JobEvents(folders, Clock.systemUTC()),
                new FailureClassifier(),
                1,
                "test");
        return new JobQueue(
                stores,
                new JobRunner(stores, parts, progress),
                facts,
                progress,
                Clock.systemUTC(),
                new JobQueue.Settings("0", 1, Duration.ofDays(1), Duration.ofSeconds(10)));
    }

    private LocalModelHub hub() {
        String tiny = Path.of("src/test/resources/roberta-tiny-regression")
                .toAbsolutePath()
                .toString();
        String entry =
                """
                models:
                  tiny:
                    task: pair-scoring
                    engine: pytorch
                    licence: Apache-2.0
                    context: 128
                    parameters: {score-kind: regression01}
                    files:
                      weights: {file: model.safetensors, unverified: true, sources: ["file:%1$s/model.safetensors"]}
                      tokenizer: {file: tokenizer.json, unverified: true, sources: ["file:%1$s/tokenizer.json"]}
                      config: {file: config.json, unverified: true, sources: ["file:%1$s/config.json"]}
                """
                        .formatted(tiny);
        try {
            Path catalog = Files.writeString(folder.resolve("models.yaml"), entry);
            return LocalModelHub.builder()
                    .directory(folder.resolve("models"))
                    .catalogs(List.of(catalog))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void insert(String id) {
        StoredData data = intake.inline("{\"a\":1}\n".getBytes(UTF_8), row -> {});
        var request =
                new JobRequest("scripted", "tiny", new DataSource.Inline(1), JsonNodeFactory.instance.objectNode(), 1);
        stores.get().insert(Job.queued(id, "t", request, Optional.of(data), Instant.now()), Optional.empty());
    }

    private JobState state(String id) {
        return stores.get().find(id).orElseThrow().state();
    }

    @Test
    void runsOneAtATimeAndTellsTheMeshUntilItHasHeard() {
        List.of("a", "b", "c").forEach(this::insert);

        try (JobQueue queue = queue()) {
            queue.start();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(facts.told).contains("a SUCCEEDED", "b SUCCEEDED", "c SUCCEEDED"));
        }
        assertThat(mostRunning).hasValue(1);
        assertThat(stores.get().find("a").orElseThrow().result().orElseThrow().artefacts())
                .extracting(file -> file.path())
                .containsExactly("config.json");
        assertThat(folder.resolve("jobs/a/base")).doesNotExist();
    }

    @Test
    void keepsARunningJobForTheNextStartWhenTheProcessEnds() {
        training = context -> {
            await().atMost(PATIENCE).until(context.cancelled()::getAsBoolean);
            return new TrainingOutcome.Cancelled();
        };
        insert("a");
        try (JobQueue queue = queue()) {
            queue.start();
            await().atMost(PATIENCE).until(() -> running.get() == 1);
        }
        assertThat(state("a")).isEqualTo(JobState.RUNNING);

        training = this::trained;
        try (JobQueue queue = queue()) {
            queue.start();
            await().atMost(PATIENCE).until(() -> state("a") == JobState.SUCCEEDED);
        }
        assertThat(stores.get().find("a").orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void givesUpAJobThatBringsTheProcessDownAgainAndAgainAndGoesOn() {
        insert("a");
        for (int i = 0; i < 5; i++) {
            stores.get().claim("0");
            stores.get().release("0");
        }
        insert("b");

        try (JobQueue queue = queue()) {
            queue.start();
            await().atMost(PATIENCE).until(() -> state("b") == JobState.SUCCEEDED);
        }

        assertThat(state("a")).isEqualTo(JobState.FAILED);
        assertThat(stores.get().find("a").orElseThrow().failure().orElseThrow().code())
                .isEqualTo("CRASHED");
    }

    @Test
    void failsAJobWhoseTrainingFailsWithoutTellingItsInnards() {
        training = context -> {
            throw new IllegalStateException("secret");
        };
        insert("a");

        try (JobQueue queue = queue()) {
            queue.start();
            await().atMost(PATIENCE).until(() -> state("a") == JobState.FAILED);
        }
        assertThat(stores.get().find("a").orElseThrow().failure().orElseThrow().detail())
                .isEqualTo("internal error");
    }

    @Test
    void stopsAJobThatIsCancelled() {
        training = context -> {
            await().atMost(PATIENCE).until(context.cancelled()::getAsBoolean);
            return new TrainingOutcome.Cancelled();
        };
        insert("a");

        try (JobQueue queue = queue()) {
            queue.start();
            await().atMost(PATIENCE).until(() -> running.get() == 1);
            stores.get().cancel("a");
            await().atMost(PATIENCE).until(() -> state("a") == JobState.CANCELLED);
        }
    }
}
