package dev.majlis.trainer.run;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.trainer.data.DataIntake;
import dev.majlis.trainer.data.Row;
import dev.majlis.trainer.error.Failures;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.Job;
import dev.majlis.trainer.job.JobResult;
import dev.majlis.trainer.job.JobState;
import dev.majlis.trainer.job.JobStore;
import dev.majlis.trainer.job.StoredData;
import dev.majlis.trainer.task.TrainingContext;
import dev.majlis.trainer.task.TrainingOutcome;
import dev.majlis.trainer.task.TrainingTask;
import dev.majlis.trainer.task.TrainingTasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Runs one job from its claim to its end, or as far as the process lives; started again, it goes on. */
public final class JobRunner {
    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final int MOST_ATTEMPTS = 5;

    private final Supplier<JobStore> store;
    private final Parts parts;
    private final ProgressSink progress;

    /**
     * What a run is made of.
     *
     * @param threads of the engine
     * @param codeVersion for the lineage
     */
    public record Parts(
            TrainingTasks tasks,
            DataIntake intake,
            BaseModels bases,
            ModelBlobs blobs,
            JobFolders folders,
            JobEvents events,
            FailureClassifier failures,
            int threads,
            String codeVersion) {}

    public JobRunner(Supplier<JobStore> store, Parts parts, ProgressSink progress) {
        this.store = requireNonNull(store, "store is null");
        this.parts = requireNonNull(parts, "parts is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * Blocks until the job has ended or {@code stopping} says that the process ends; the job then stays with this process.
     *
     * @param cancelled whether somebody has cancelled the job
     */
    void run(Job job, BooleanSupplier cancelled, BooleanSupplier stopping) {
        try {
            if (job.attempts() > MOST_ATTEMPTS) {
                throw Failures.crashed(job.attempts() - 1);
            }
            parts.events().state(job.id(), JobState.RUNNING);
            if (!train(job, cancelled, stopping)) {
                return;
            }
        } catch (RuntimeException | LinkageError e) {
            if (stopping.getAsBoolean() && !cancelled.getAsBoolean()) {
                LOG.infof("job %s was broken off by the end of the process: %s", job.id(), e.getMessage());
                return;
            }
            LOG.warnf(e, "job %s failed", job.id());
            Problem problem = Problem.of(parts.failures().translate(e), "/trainer/v1/jobs/" + job.id(), null);
            finish(job.id(), JobState.FAILED, id -> store.get().end(id, JobState.FAILED, Optional.of(problem)));
        }
        parts.folders().clean(job.id());
    }

    /** @return whether it has ended */
    private boolean train(Job job, BooleanSupplier cancelled, BooleanSupplier stopping) {
        TrainingTask task = parts.tasks().named(job.request().task());
        Path folder = parts.folders().of(job.id());
        StoredData data = job.data().orElseGet(() -> taken(job, task));
        BaseModel base = base(job, task, folder.resolve("base"));
        Path out = folder.resolve("out");
        JobFolders.remove(out);
        JobLog log = parts.events().log(job.id());
        Consumer<Consumer<Row>> rows = consumer -> parts.intake().read(data, folder.resolve("rows"), consumer);
        TrainingOutcome outcome = task.run(new TrainingContext(
                job.request().parameters(),
                job.request().seed(),
                job.request().model(),
                base.folder(),
                rows,
                folder.resolve("checkpoints"),
                out,
                parts.threads(),
                phase -> {
                    log.phase(phase);
                    progress.accept(job, phase);
                },
                update -> {
                    log.progress(update);
                    progress.accept(job, update);
                },
                () -> cancelled.getAsBoolean() || stopping.getAsBoolean()));
        if (outcome instanceof TrainingOutcome.Trained trained) {
            JobResult result = new JobResult(
                    trained.kind(),
                    trained.scoreKind(),
                    trained.metrics(),
                    parts.blobs().store(out),
                    lineage(job, data, base),
                    trained.report(),
                    trained.hindrance().orElse(null));
            finish(job.id(), JobState.SUCCEEDED, id -> store.get().succeed(id, result));
            return true;
        }
        if (!cancelled.getAsBoolean()) {
            return false;
        }
        finish(job.id(), JobState.CANCELLED, id -> store.get().end(id, JobState.CANCELLED, Optional.empty()));
        return true;
    }

    private BaseModel base(Job job, TrainingTask task, Path folder) {
        return task.needsBase(job.request().parameters())
                ? parts.bases().open(job.request().model(), folder)
                : BaseModel.none(folder);
    }

    private StoredData taken(Job job, TrainingTask task) {
        if (!(job.request().data() instanceof DataSource.Web web)) {
            throw new IllegalStateException("job %s has lost its data".formatted(job.id()));
        }
        StoredData data = parts.intake()
                .url(
                        web.url(),
                        task.examine(job.request().parameters(), job.request().seed()));
        store.get().taken(job.id(), data);
        return data;
    }

    private JobResult.Lineage lineage(Job job, StoredData data, BaseModel base) {
        return new JobResult.Lineage(
                data.blob().sha256(),
                data.rows(),
                job.request().parameters(),
                job.request().seed(),
                parts.codeVersion(),
                job.request().model(),
                base.sha256(),
                base.licence());
    }

    private void finish(String id, JobState state, java.util.function.Predicate<String> end) {
        if (end.test(id)) {
            parts.events().state(id, state);
        }
    }
}
