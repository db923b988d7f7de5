package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.foe.serve.PredictAnswer;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.foe.serve.ServedPool;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Predictions as tensors. */
final class OipAnswer {
    private OipAnswer() {}

    /** Outputs of a pool. */
    static List<Map<String, Object>> describe(ServedPool pool) {
        boolean chooses = pool.fuser()
                .map(fuser -> fuser.record().settings().mode().choosesExpert())
                .orElse(pool.record().labels().isEmpty());
        int classes = chooses ? pool.experts().size() : pool.record().labels().size();
        List<Map<String, Object>> outputs = new ArrayList<>();
        outputs.add(OipResource.tensor(chooses ? "expert" : "label", "BYTES", -1));
        if (chooses
                && pool.experts().stream().anyMatch(expert -> expert.expert().kind() == ExpertKind.GENERATOR)) {
            outputs.add(OipResource.tensor("text", "BYTES", -1));
        }
        outputs.add(OipResource.tensor("probabilities", "FP32", -1, classes));
        return outputs;
    }

    static JsonNode of(OipRequest request, PredictAnswer answer, ServedPool pool) {
        List<Prediction> predictions =
                answer.results().stream().map(Prediction.class::cast).toList();
        ObjectNode body = Json.mapper().createObjectNode().put("model_name", answer.pool());
        body.put("model_version", predictions.get(0).fuser());
        request.id().ifPresent(id -> body.put("id", id));
        ObjectNode parameters = body.putObject("parameters").put("policy", answer.policy());
        parameters.put(
                "cost", predictions.stream().mapToDouble(Prediction::cost).sum());
        parameters.put("degraded", predictions.stream().anyMatch(Prediction::degraded));
        ArrayNode ids = parameters.putArray("decisions");
        predictions.forEach(prediction -> ids.add(prediction.id()));
        ArrayNode outputs = body.putArray("outputs");
        for (Map<String, Object> tensor : describe(pool)) {
            String name = String.valueOf(tensor.get("name"));
            if (request.outputs().isEmpty() || request.outputs().contains(name)) {
                outputs.add(
                        switch (name) {
                            case "label" -> texts(name, predictions, Prediction::label);
                            case "expert" -> texts(name, predictions, Prediction::expert);
                            case "text" -> texts(name, predictions, Prediction::text);
                            default -> probabilities(predictions);
                        });
            }
        }
        return body;
    }

    private static ObjectNode texts(String name, List<Prediction> predictions, Function<Prediction, String> of) {
        ObjectNode tensor = Json.mapper().createObjectNode().put("name", name).put("datatype", "BYTES");
        tensor.putArray("shape").add(predictions.size());
        ArrayNode data = tensor.putArray("data");
        predictions.forEach(prediction -> data.add(of.apply(prediction) == null ? "" : of.apply(prediction)));
        return tensor;
    }

    private static ObjectNode probabilities(List<Prediction> predictions) {
        ObjectNode tensor =
                Json.mapper().createObjectNode().put("name", "probabilities").put("datatype", "FP32");
        tensor.putArray("shape")
                .add(predictions.size())
                .add(predictions.get(0).probabilities().size());
        ArrayNode data = tensor.putArray("data");
        predictions.forEach(prediction -> prediction.probabilities().forEach(value -> data.add(Wire.tree(value))));
        return tensor;
    }
}
