package dev.majlis.foe.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.CallFailures;

/** Reads numbers of answers. */
final class Numbers {
    private Numbers() {}

    /** @param what named in the failure */
    static float[] list(JsonNode node, String what) {
        if (!node.isArray()) {
            throw CallFailures.badAnswer(what + " is no list of numbers");
        }
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) one(node.get(i), what);
        }
        return values;
    }

    static double one(JsonNode node, String what) {
        if (!node.isNumber()) {
            throw CallFailures.badAnswer(what + " holds something that is no number");
        }
        return node.asDouble();
    }
}
