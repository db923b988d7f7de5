package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.EmbeddingSource;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and checks one row for one pool. Safe to share. */
final class RowReader {
    private static final int LONGEST_INPUT = 256 * 1024;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int REFERENCES = 16;

    private final DatasetRole role;
    private final Set<String> labels;
    private final Map<String, ExpertRecord> experts = new LinkedHashMap<>();

    /** @param experts of the pool */
    RowReader(DatasetRole role, PoolRecord pool, List<ExpertRecord> experts) {
        this.role = requireNonNull(role, "role is null");
        this.labels = new HashSet<>(pool.labels());
        experts.forEach(expert -> this.experts.put(expert.id(), expert));
    }

    /** @throws dev.majlis.mesh.error.MeshException with the code the row is rejected by */
    DatasetRow read(JsonNode node) {
        if (!node.isObject()) {
            throw Failures.badJson("is no JSON object");
        }
        Fields row = Fields.of(node, "");
        JsonNode input = row.require("input");
        if (InputKey.text(input).length() > LONGEST_INPUT
                || InputKey.text(input).isBlank()) {
            throw Failures.invalid("/input", "is blank or has more than " + LONGEST_INPUT + " characters");
        }
        String id = row.find("id")
                .map(value -> value.isNumber() ? value.asText() : Fields.text(value, "/id", 128))
                .orElseGet(() -> InputKey.of(input).substring(0, 16));
        Optional<String> label = row.find("label")
                .map(value ->
                        value.isValueNode() && !value.isTextual() ? value.asText() : Fields.text(value, "/label", 200));
        List<String> references = row.find("references")
                .map(value -> value.isTextual()
                        ? List.of(value.textValue())
                        : row.texts("references", REFERENCES, LONGEST_TEXT))
                .orElse(List.of());
        label.filter(name -> role != DatasetRole.EXPERT_TRAIN && !labels.isEmpty() && !labels.contains(name))
                .ifPresent(name -> {
                    throw Failures.labelNotInPool("label '" + name + "' is no label of the pool");
                });
        if (labels.isEmpty() && label.isPresent() && references.isEmpty()) {
            references = List.of(label.get());
        }
        Map<String, Double> qualities =
                row.object("qualities").map(this::qualities).orElse(Map.of());
        Map<String, DatasetRow.Recorded> outputs =
                row.find("outputs").map(this::outputs).orElse(Map.of());
        if (role != DatasetRole.EXPERT_TRAIN && label.isEmpty() && references.isEmpty() && qualities.isEmpty()) {
            throw Failures.invalid("/label", "is missing, and so are references and qualities");
        }
        String domain = row.optionalText("domain", 200).orElse("all");
        return new DatasetRow(id, input, label, references, qualities, domain, outputs);
    }

    private Map<String, Double> qualities(Fields fields) {
        Map<String, Double> read = new LinkedHashMap<>();
        for (String id : experts.keySet()) {
            fields.amount(id).ifPresent(quality -> {
                if (quality > 1) {
                    throw Failures.invalid("/qualities/" + id, "is " + quality + ", must be in [0, 1]");
                }
                read.put(id, quality);
            });
        }
        fields.refuseUnknown();
        return read;
    }

    private Map<String, DatasetRow.Recorded> outputs(JsonNode node) {
        if (!node.isObject()) {
            throw Failures.invalid("/outputs", "must be an object");
        }
        Map<String, DatasetRow.Recorded> read = new LinkedHashMap<>();
        node.properties().forEach(said -> {
            ExpertRecord expert = experts.get(said.getKey());
            if (expert == null) {
                throw Failures.invalid("/outputs/" + said.getKey(), "is no expert of the pool");
            }
            read.put(said.getKey(), recorded(expert, Fields.of(said.getValue(), "/outputs/" + said.getKey())));
        });
        return read;
    }

    private static DatasetRow.Recorded recorded(ExpertRecord record, Fields said) {
        Expert expert = record.registered().expert();
        String text = said.optionalText("text", LONGEST_TEXT).orElse(null);
        Optional<JsonNode> values =
                switch (expert.kind()) {
                    case CLASSIFIER -> Optional.of(said.require("probabilities"));
                    case GENERATOR -> said.find("embedding");
                    case SCORER -> Optional.of(said.require("score"));
                };
        boolean needed = expert.kind() != ExpertKind.GENERATOR || record.features() == EmbeddingSource.ENDPOINT;
        if (values.isEmpty() && (needed || text == null)) {
            throw Failures.invalid(said.pointer(needed ? "embedding" : "text"), "is missing");
        }
        float[] features =
                values.map(node -> floats(node, expert.width(), expert.id())).orElse(null);
        if (features != null && expert.kind() == ExpertKind.CLASSIFIER) {
            ExpertOutputs.checkProbabilities(0, features);
        }
        return new DatasetRow.Recorded(features, text);
    }

    private static float[] floats(JsonNode node, int width, String expert) {
        int length = node.isArray() ? node.size() : 1;
        if (length != width) {
            throw Failures.dimMismatch("expert " + expert + " gave " + length + " columns, " + width + " are needed");
        }
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
            JsonNode value = node.isArray() ? node.get(i) : node;
            values[i] = value.isNumber() ? value.floatValue() : Float.NaN;
            if (!Float.isFinite(values[i])) {
                throw Failures.dimMismatch("expert " + expert + " gave a feature that is not finite: " + value);
            }
        }
        return values;
    }
}
