package dev.majlis.foe.job;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.fuse.FuserTrainingRows;
import dev.majlis.foe.serve.FuserModel;
import dev.majlis.foe.serve.FuserRecord.LossPoint;
import dev.majlis.foe.serve.FuserSettings;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.Problem;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Has a perceptron trained by the trainer; after a restart it waits for the same training again. */
final class Perceptron {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_POINTS = 1_000;
    /** The trainer may be away for so many questions in a row. */
    private static final int PATIENCE = 120;

    private final Trainer trainer;

    Perceptron(Trainer trainer) {
        this.trainer = requireNonNull(trainer, "trainer is null");
    }

    /**
     * Trains.
     *
     * @param rows prepared
     * @param folder where its files are written
     * @return the loss over training
     */
    List<LossPoint> train(OutputTable rows, FuserSettings settings, JobContext context, Path folder)
            throws IOException {
        Job job = context.job();
        ObjectNode memory = job.memory().map(ObjectNode::deepCopy).orElseGet(() -> Json.mapper()
                .createObjectNode());
        if (!memory.path("trainer_job").isTextual()) {
            Path file = folder.resolve("rows.jsonl.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
                FuserTrainingRows.write(rows, out);
            }
            JsonNode accepted =
                    trainer.submit(order(trainer.store(file), settings, rows), "foe-" + job.id(), job.tenant());
            Files.delete(file);
            memory.put("trainer_job", accepted.path("id").asText());
            context.remember(memory);
        }
        String id = memory.path("trainer_job").asText();
        List<LossPoint> curve = follow(id, memory, context);
        trainer.fetch(trainer.result(id, job.tenant()), folder);
        return curve;
    }

    private static ObjectNode order(BlobRef rows, FuserSettings settings, OutputTable table) {
        ObjectNode order =
                Json.mapper().createObjectNode().put("task", "foe-fuser").put("seed", settings.seed());
        ObjectNode data = order.putObject("data").put("name", "rows.jsonl.gz");
        data.putObject("blob").put("sha256", rows.sha256()).put("bytes", rows.bytes());
        ObjectNode parameters = settings.parameters().deepCopy();
        var blocks = parameters.putArray("blocks");
        for (int k = 0; k < table.experts(); k++) {
            blocks.add(table.block(k).width());
        }
        parameters.put("masked", settings.model() == FuserModel.MASKED_MLP);
        parameters.put("classes", table.targets().classes());
        order.set("parameters", parameters);
        return order;
    }

    private List<LossPoint> follow(String id, ObjectNode memory, JobContext context) {
        List<LossPoint> curve = new ArrayList<>();
        memory.path("curve").forEach(point -> curve.add(Json.mapper().convertValue(point, LossPoint.class)));
        int unanswered = 0;
        while (true) {
            stopped(id, context);
            JsonNode view;
            try {
                view = trainer.job(id, context.job().tenant());
                unanswered = 0;
            } catch (MeshException e) {
                unanswered++;
                if (!e.slug().retryable() || unanswered > PATIENCE) {
                    throw e;
                }
                pause();
                continue;
            }
            if (note(view.path("step"), curve)) {
                memory.set("curve", Json.mapper().valueToTree(curve));
                context.remember(memory);
            }
            String state = view.path("state").asText();
            context.progress(0.1 + 0.8 * view.path("progress").asDouble(), "the trainer is " + state);
            switch (state) {
                case "SUCCEEDED" -> {
                    return curve;
                }
                case "FAILED" ->
                    throw Json.mapper()
                            .convertValue(view.path("error"), Problem.class)
                            .toException();
                case "CANCELLED", "EXPIRED" ->
                    throw new MeshException(ProblemSlug.MODEL_FAILED, "the training was " + state);
                default -> pause();
            }
        }
    }

    private void stopped(String id, JobContext context) {
        try {
            context.check();
        } catch (JobStopped stop) {
            if (stop.cancelled()) {
                trainer.cancel(id, context.job().tenant());
            }
            throw stop;
        }
    }

    private static boolean note(JsonNode step, List<LossPoint> curve) {
        int number = step.path("step").asInt();
        boolean fresh = number > 0
                && (curve.isEmpty() || curve.get(curve.size() - 1).step() < number)
                && curve.size() < MOST_POINTS;
        if (fresh) {
            curve.add(new LossPoint(
                    number,
                    step.path("epoch").asInt(),
                    step.path("loss").asDouble(),
                    step.path("validationLoss").isNumber()
                            ? step.path("validationLoss").asDouble()
                            : null));
        }
        return fresh;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobStopped(false);
        }
    }
}
