package dev.majlis.cappy.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Several OpenAI answers to one prompt as one: the choices numbered through, completion tokens summed, the prompt counted once as
 * for {@code n} answers of one call. Not thread-safe.
 */
final class MergedCompletion {
    private ObjectNode merged;

    /**
     * @param completion an answer; ignored when it is no object
     * @param from number of its first choice
     */
    void add(JsonNode completion, int from) {
        if (!(completion instanceof ObjectNode)) {
            return;
        }
        ObjectNode later = completion.deepCopy();
        for (JsonNode choice : later.path("choices")) {
            ((ObjectNode) choice).put("index", from + choice.path("index").asInt());
        }
        if (merged == null) {
            merged = later;
            return;
        }
        later.path("choices").forEach(choice -> merged.withArray("choices").add(choice));
        if (merged.path("usage") instanceof ObjectNode usage) {
            int completionTokens = usage.path("completion_tokens").asInt()
                    + later.path("usage").path("completion_tokens").asInt();
            usage.put("completion_tokens", completionTokens);
            usage.put("total_tokens", usage.path("prompt_tokens").asInt() + completionTokens);
        }
    }

    /** Null when there was none. */
    ObjectNode answer() {
        return merged;
    }
}
