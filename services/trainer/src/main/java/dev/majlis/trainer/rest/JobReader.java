package dev.majlis.trainer.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.blob.BlobRef;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.data.DataIntake;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.job.DataSource;
import dev.majlis.trainer.job.JobRequest;
import dev.majlis.trainer.job.StoredData;
import dev.majlis.trainer.run.BaseModel;
import dev.majlis.trainer.run.BaseModels;
import dev.majlis.trainer.task.TrainingTask;
import dev.majlis.trainer.task.TrainingTasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and checks the request of a new job, its rows included where they are at hand. */
@ApplicationScoped
class JobReader {
    private static final Set<String> FIELDS = Set.of("task", "model", "data", "parameters", "seed");
    private static final long SEED = 11111;
    /** {@code name@version}, 128 characters each. */
    private static final int LONGEST_NAME = 257;

    private static final int LONGEST_PLACE = 2_000;

    private final TrainingTasks tasks;
    private final BaseModels bases;
    private final DataIntake intake;

    @Inject
    JobReader(TrainingTasks tasks, BaseModels bases, DataIntake intake) {
        this.tasks = tasks;
        this.bases = bases;
        this.intake = intake;
    }

    /** A sound request, and its rows unless they are fetched later. */
    record Order(JobRequest request, Optional<StoredData> data) {}

    Order read(byte[] json) {
        Body body = Body.parse(json, FIELDS);
        TrainingTask task = tasks.named(body.text("task", LONGEST_NAME));
        ObjectNode parameters =
                task.parameters(body.optionalObject("parameters").orElseGet(Json.mapper()::createObjectNode));
        long seed = body.whole("seed").orElse(SEED);
        String model = model(body, task, parameters);
        JsonNode data = body.require("data");
        DataSource source = source(data);
        Optional<StoredData> stored = stored(source, data, task.examine(parameters, seed));
        return new Order(new JobRequest(task.name(), model, source, parameters, seed), stored);
    }

    private String model(Body body, TrainingTask task, ObjectNode parameters) {
        if (task.needsBase(parameters)) {
            return bases.pin(body.text("model", LONGEST_NAME));
        }
        if (!body.optionalText("model", LONGEST_NAME).orElse(BaseModel.NONE).equals(BaseModel.NONE)) {
            throw MeshException.invalid("/model", "with these parameters the task starts from none; leave it away");
        }
        return BaseModel.NONE;
    }

    private Optional<StoredData> stored(DataSource source, JsonNode data, Examination examination) {
        if (source instanceof DataSource.Inline) {
            return Optional.of(intake.inline(lines(data), examination));
        }
        if (source instanceof DataSource.File file) {
            return Optional.of(intake.file(file.path(), examination));
        }
        if (source instanceof DataSource.Blob blob) {
            return Optional.of(intake.blob(BlobRef.of(blob.sha256(), blob.bytes()), blob.name(), examination));
        }
        if (source instanceof DataSource.Web web) {
            intake.checkUrl(web.url());
        }
        return Optional.empty();
    }

    private static DataSource source(JsonNode data) {
        if (data.isArray()) {
            if (data.isEmpty()) {
                throw MeshException.invalid("/data", "is empty; at least one row is needed");
            }
            return new DataSource.Inline(data.size());
        }
        if (data.isTextual()) {
            return new DataSource.Web(address("/data", data));
        }
        if (data.isObject() && data.size() == 1) {
            Map.Entry<String, JsonNode> only = data.properties().iterator().next();
            if (only.getKey().equals("file")) {
                return new DataSource.File(Body.text("/data/file", only.getValue(), LONGEST_PLACE));
            }
            if (only.getKey().equals("url")) {
                return new DataSource.Web(address("/data/url", only.getValue()));
            }
        }
        if (data.has("blob") && data.has("name") && data.size() == 2) {
            return blob(data.get("blob"), Body.text("/data/name", data.get("name"), LONGEST_NAME));
        }
        throw MeshException.invalid(
                "/data",
                "expected an array of rows, {\"file\": path}, {\"url\": address}, an address or {\"blob\": {\"sha256\", \"bytes\"},"
                        + " \"name\": file name}");
    }

    private static DataSource blob(JsonNode blob, String name) {
        String sha256 = Body.text("/data/blob/sha256", blob.path("sha256"), LONGEST_NAME);
        JsonNode bytes = blob.path("bytes");
        if (!bytes.isIntegralNumber() || !bytes.canConvertToLong()) {
            throw MeshException.invalid("/data/blob/bytes", "expected a whole number");
        }
        try {
            BlobRef ref = BlobRef.of(sha256, bytes.longValue());
            return new DataSource.Blob(ref.sha256(), ref.bytes(), name);
        } catch (IllegalArgumentException e) {
            throw MeshException.invalid("/data/blob", e.getMessage());
        }
    }

    private static URI address(String pointer, JsonNode value) {
        try {
            return URI.create(Body.text(pointer, value, LONGEST_PLACE));
        } catch (IllegalArgumentException e) {
            throw MeshException.invalid(pointer, "is no address");
        }
    }

    private static byte[] lines(JsonNode rows) {
        var out = new ByteArrayOutputStream();
        for (JsonNode row : rows) {
            out.writeBytes(Json.write(row));
            out.write('\n');
        }
        return out.toByteArray();
    }
}
