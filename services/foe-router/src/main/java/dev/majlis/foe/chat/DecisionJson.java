package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.foe.serve.Prediction.Asked;

/** How a pool came to its answer, without the texts: the object {@code majlis.foe} and {@code usage.foe} of an answer. */
final class DecisionJson {
    private DecisionJson() {}

    static ObjectNode of(Prediction prediction) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pool", prediction.pool());
        json.put("policy", prediction.policy());
        put(json, "expert", prediction.expert());
        put(json, "label", prediction.label());
        if (prediction.probabilities() != null) {
            ArrayNode probabilities = json.putArray("probabilities");
            prediction.probabilities().forEach(probabilities::add);
        }
        ArrayNode experts = json.putArray("experts");
        prediction.experts().forEach(asked -> experts.add(asked(asked)));
        json.put("cost", prediction.cost());
        if (prediction.estimatedLoss() != null) {
            json.put("estimated_loss", prediction.estimatedLoss());
        }
        put(json, "stop_reason", prediction.stopReason());
        json.put("degraded", prediction.degraded());
        json.put("drifted", prediction.drifted());
        put(json, "fuser", prediction.fuser());
        return json;
    }

    /** Tokens of all calls, as far as experts count them. */
    static long tokens(Prediction prediction) {
        return Math.round(prediction.experts().stream()
                .filter(asked -> asked.spent() != null)
                .mapToDouble(asked -> asked.spent().tokens())
                .sum());
    }

    private static ObjectNode asked(Asked asked) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("expert", asked.expert());
        json.put("cost", asked.cost());
        json.put("ms", asked.ms());
        put(json, "error", asked.error());
        if (asked.spent() != null) {
            Cost spent = asked.spent();
            json.putObject("spent")
                    .put("money", spent.money())
                    .put("ms", spent.ms())
                    .put("energy_j", spent.energyJ())
                    .put("tokens", spent.tokens());
        }
        if (asked.lossBefore() != null) {
            json.put("loss_before", asked.lossBefore());
        }
        if (asked.lossAfter() != null) {
            json.put("loss_after", asked.lossAfter());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
