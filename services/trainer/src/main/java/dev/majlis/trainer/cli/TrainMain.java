package dev.majlis.trainer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.ModelException;
import dev.majlis.nn.NnException;
import dev.majlis.trainer.data.DataLimits;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.RowReader;
import dev.majlis.trainer.job.JobProgress;
import dev.majlis.trainer.run.BaseModel;
import dev.majlis.trainer.run.BaseModels;
import dev.majlis.trainer.task.ClassifierTask;
import dev.majlis.trainer.task.FuserTask;
import dev.majlis.trainer.task.ScorerTask;
import dev.majlis.trainer.task.TrainingContext;
import dev.majlis.trainer.task.TrainingOutcome;
import dev.majlis.trainer.task.TrainingTask;
import dev.majlis.trainer.task.TrainingTasks;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * {@code [--task scorer|text-classifier|foe-fuser] --data FILE --out DIR [--base MODEL|DIR] [--seed n] [--parameters JSON]}: trains
 * into a folder, with a drawing of the losses and a record of its lineage beside it. Broken off, the same command goes on from the last checkpoint.
 */
public final class TrainMain {
    private static final DataLimits LIMITS = new DataLimits(1L << 32, 1L << 33, 1 << 24, 10_000_000);
    private static final String WORK = ".work";
    private static final TrainingTasks TASKS =
            new TrainingTasks(List.of(new ScorerTask(), new ClassifierTask(), new FuserTask()));

    private final PrintStream out;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    TrainMain(PrintStream out) {
        this.out = out;
    }

    /** Ends the process: 0 trained, 2 wrong input, 130 broken off. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        var main = new TrainMain(System.out);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> main.stop(ended), "stop"));
        int code = main.run(args);
        ended.countDown();
        System.exit(code);
    }

    /** Asks the run to stop, and waits for its checkpoint. */
    private void stop(CountDownLatch ended) {
        cancelled.set(true);
        try {
            boolean written = ended.await(20, TimeUnit.SECONDS);
            if (!written) {
                out.println("the last checkpoint was not written in time; an earlier one is used");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int run(String... args) {
        try {
            return train(TrainArguments.parse(List.of(args)));
        } catch (MeshException | ModelException | NnException | IllegalArgumentException e) {
            out.println("majlis: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            out.println("majlis: cannot read or write: " + e.getMessage());
            return 2;
        }
    }

    private int train(TrainArguments given) throws IOException {
        TrainingTask task = TASKS.named(given.task());
        ObjectNode parameters = task.parameters(given.parameters());
        Path work = Files.createDirectories(given.out().resolve(WORK));
        String name = given.data().getFileName().toString();
        Examination examination = task.examine(parameters, given.seed());
        long rows = new RowReader(LIMITS).read(given.data(), name, examination);
        examination.end();
        boolean needsBase = task.needsBase(parameters);
        TrainArguments arguments = needsBase ? given : given.withBase(BaseModel.NONE);
        Path folder = work.resolve("base");
        BaseModel base = needsBase ? base(arguments.base(), folder) : BaseModel.none(folder);
        out.printf("training %s on %d rows of %s%n", needsBase ? arguments.base() : task.name(), rows, name);
        List<LossPlot.Point> losses = new ArrayList<>();
        List<LossPlot.Point> looks = new ArrayList<>();
        Path curve = work.resolve("curve.jsonl");
        LossCurve.read(curve, losses, looks);
        var bar = new ProgressBar(out, Boolean.getBoolean("majlis.terminal"));
        try (LossCurve log = new LossCurve(curve)) {
            TrainingOutcome outcome = task.run(new TrainingContext(
                    parameters,
                    arguments.seed(),
                    arguments.base(),
                    base.folder(),
                    consumer -> new RowReader(LIMITS).read(arguments.data(), name, consumer),
                    work.resolve("checkpoints"),
                    work.resolve("out"),
                    Runtime.getRuntime().availableProcessors(),
                    phase -> {},
                    progress -> {
                        bar.update(progress);
                        log.add(progress);
                        note(progress, losses, looks);
                    },
                    cancelled::get));
            if (!(outcome instanceof TrainingOutcome.Trained trained)) {
                out.println("broken off; the same command goes on from here");
                return 130;
            }
            finish(arguments, parameters, rows, base, trained, new LossPlot(name, losses, looks));
        }
        clean(work);
        out.println("trained: " + arguments.out());
        return 0;
    }

    /** Updates that are made again after a restart are drawn once. */
    private static void note(JobProgress progress, List<LossPlot.Point> losses, List<LossPlot.Point> looks) {
        if (losses.isEmpty() || losses.get(losses.size() - 1).update() < progress.step()) {
            losses.add(new LossPlot.Point(progress.step(), progress.loss()));
            if (progress.validationLoss() != null) {
                looks.add(new LossPlot.Point(progress.step(), progress.validationLoss()));
            }
        }
    }

    private static BaseModel base(String name, Path folder) throws IOException {
        Path local = Path.of(name);
        if (Files.isRegularFile(local.resolve("model.safetensors"))) {
            return new BaseModel(
                    local, BlobRef.ofFile(local.resolve("model.safetensors")).sha256(), "as " + name);
        }
        return BaseModels.ofCatalog(LocalModelHub.builder().build(), name, folder);
    }

    private static void finish(
            TrainArguments arguments,
            ObjectNode parameters,
            long rows,
            BaseModel base,
            TrainingOutcome.Trained trained,
            LossPlot plot)
            throws IOException {
        try (Stream<Path> files = Files.list(arguments.out().resolve(WORK).resolve("out"))) {
            for (Path file : files.toList()) {
                Files.move(file, arguments.out().resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(arguments.out().resolve("loss.svg"), plot.svg());
        ObjectNode record = Json.mapper().createObjectNode();
        record.put("task", arguments.task()).put("kind", trained.kind()).put("scoreKind", trained.scoreKind());
        record.set("metrics", Json.mapper().valueToTree(trained.metrics()));
        record.putObject("lineage")
                .put("dataSha256", BlobRef.ofFile(arguments.data()).sha256())
                .put("rows", rows)
                .put("seed", arguments.seed())
                .put("base", arguments.base())
                .put("baseSha256", base.sha256())
                .put("licence", base.licence())
                .set("parameters", parameters);
        Files.writeString(arguments.out().resolve("training.json"), record.toPrettyString() + "\n");
    }

    private static void clean(Path work) throws IOException {
        try (Stream<Path> paths = Files.walk(work)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
