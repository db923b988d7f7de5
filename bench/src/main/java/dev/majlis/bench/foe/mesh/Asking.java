package dev.majlis.bench.foe.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;

/**
 * What is asked of a pool, and how its answer is read; the same over REST and over Kafka.
 *
 * @param policy JSON of a policy
 */
record Asking(String pool, String policy) {
    static final String ALL = "\"foe_full\"";
    static final String FEW = "{\"name\":\"foe_frugal\",\"lambda\":0.02}";

    byte[] body(MadeUpRemarks.Remark remark) {
        ObjectNode body = Json.mapper().createObjectNode().put("pool", pool);
        body.putArray("inputs").add(remark.text());
        body.putArray("ids").add(remark.id());
        body.set("policy", Json.read(policy.getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonNode.class));
        return Json.write(body);
    }

    static Ending read(byte[] answer) {
        JsonNode result = Json.read(answer, JsonNode.class).at("/results/0");
        String label = result.path("label").asText();
        return MadeUpRemarks.MOODS.contains(label)
                ? new Ending.Answered(
                        label,
                        result.path("experts").size(),
                        result.path("degraded").asBoolean())
                : new Ending.Lost("an answer without a label");
    }
}
