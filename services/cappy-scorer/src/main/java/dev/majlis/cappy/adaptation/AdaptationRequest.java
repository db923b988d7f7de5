package dev.majlis.cappy.adaptation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import java.util.Map;

/** Reads the request of an adaptation as that of a training job. What a value may be, the trainer says. */
final class AdaptationRequest {
    static final String TASK = "cappy-adapt";

    private static final String FILE = "file:";
    /** Parameters that stand at the top of a request. */
    private static final Map<String, String> TOP = Map.of(
            "train_size", "trainSize",
            "schedule", "schedule",
            "holdout", "holdout",
            "rouge_mode", "rougeMode");

    private AdaptationRequest() {}

    static ObjectNode job(Fields fields) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.put("task", TASK);
        job.put("model", fields.text("base_model"));
        job.set("data", data(fields));
        fields.find("seed").ifPresent(seed -> job.set("seed", seed));
        ObjectNode parameters = job.putObject("parameters");
        TOP.forEach((ours, theirs) -> fields.find(ours).ifPresent(value -> parameters.set(theirs, value)));
        fields.find("training").ifPresent(value -> parameters.setAll(camel(value, fields.pointer("training"))));
        fields.find("generator")
                .ifPresent(value -> parameters.set("generator", camel(value, fields.pointer("generator"))));
        fields.refuseUnknown();
        return job;
    }

    private static JsonNode data(Fields fields) {
        if (fields.has("rows") == fields.has("dataset_uri")) {
            throw Failures.invalid(fields.pointer("rows"), "give either rows or dataset_uri");
        }
        if (fields.has("rows")) {
            JsonNode rows = fields.require("rows");
            if (!rows.isArray()) {
                throw Failures.invalid(fields.pointer("rows"), "expected an array");
            }
            if (rows.isEmpty()) {
                throw Failures.emptyBatch(fields.pointer("rows"));
            }
            return rows;
        }
        String uri = fields.text("dataset_uri");
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        return uri.startsWith(FILE) ? data.put("file", uri.substring(FILE.length())) : data.put("url", uri);
    }

    private static ObjectNode camel(JsonNode node, String pointer) {
        if (!node.isObject()) {
            throw Failures.invalid(pointer, "expected an object");
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(field -> copy.set(Spelling.camel(field.getKey()), field.getValue()));
        return copy;
    }

    /** The trainer's complaint in the words of the request. */
    static MeshException translated(MeshException failure) {
        MeshException ours = new MeshException(failure.slug(), translated(failure.getMessage()), failure)
                .withStatus(failure.status())
                .withErrors(failure.errors().stream()
                        .map(error -> new FieldError(translated(error.pointer()), error.message()))
                        .toList());
        ours = failure.retryAfter().map(ours::withRetryAfter).orElse(ours);
        return failure.code().map(ours::withCode).orElse(ours);
    }

    private static String translated(String text) {
        if (!text.startsWith("/")) {
            return text;
        }
        int end = text.indexOf(':');
        String pointer = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end);
        if (pointer.startsWith("/parameters/generator")) {
            return Spelling.snake(pointer.substring("/parameters".length())) + rest;
        }
        if (pointer.startsWith("/parameters/")) {
            String name = pointer.substring("/parameters/".length());
            return (TOP.containsValue(name) ? "/" : "/training/") + Spelling.snake(name) + rest;
        }
        return switch (pointer) {
            case "/model" -> "/base_model" + rest;
            case "/data" -> "/rows" + rest;
            case "/data/file", "/data/url" -> "/dataset_uri" + rest;
            default -> text;
        };
    }
}
