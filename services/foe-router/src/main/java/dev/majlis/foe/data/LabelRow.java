package dev.majlis.foe.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.pool.Pool;
import dev.majlis.mesh.json.Json;

/**
 * One line of a table of labels and confidences.
 *
 * @param label the true one, place in the pool's labels
 * @param labels of each expert, places in that expert's own labels
 * @param confidences of each expert, in [0, 1]
 * @param input hash, 0 when the line has none
 */
record LabelRow(int label, short[] labels, float[] confidences, String domain, long input) {
    /** @throws dev.majlis.mesh.error.MeshException with the code the line is rejected by */
    static LabelRow parse(String line, Pool pool) {
        JsonNode node = tree(line);
        int label = pool.labelIndex(node.path("label").asText());
        if (label < 0) {
            throw Failures.labelNotInPool("label: " + quoted(node.path("label")) + " is no label of pool " + pool.id());
        }
        JsonNode said = node.path("labels");
        JsonNode sure = node.path("confidences");
        if (said.size() != pool.size() || sure.size() != pool.size()) {
            throw Failures.dimMismatch(
                    said.size() + " labels and " + sure.size() + " confidences for " + pool.size() + " experts");
        }
        short[] labels = new short[pool.size()];
        float[] confidences = new float[pool.size()];
        for (int k = 0; k < labels.length; k++) {
            labels[k] =
                    (short) pool.experts().get(k).labels().indexOf(said.get(k).asText());
            if (labels[k] < 0) {
                throw Failures.labelNotInPool("labels/" + k + ": " + quoted(said.get(k)) + " is no label of expert "
                        + pool.experts().get(k).id());
            }
            confidences[k] = confidence(sure.get(k), k);
        }
        String input = node.path("input").asText("");
        return new LabelRow(
                label,
                labels,
                confidences,
                node.path("domain").asText("all"),
                input.isEmpty() ? 0 : InputHash.of(input));
    }

    private static float confidence(JsonNode node, int expert) {
        double value = node.isNumber() ? node.asDouble() : Double.NaN;
        if (!(value >= 0 && value <= 1)) {
            throw Failures.probabilitiesInvalid(
                    "confidences/" + expert + ": is " + quoted(node) + ", must be in [0, 1]");
        }
        return (float) value;
    }

    private static JsonNode tree(String line) {
        try {
            JsonNode node = Json.mapper().readTree(line);
            if (!node.isObject()) {
                throw Failures.badJson("is no JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw Failures.badJson("is no JSON, column " + e.getLocation().getColumnNr());
        }
    }

    private static String quoted(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
