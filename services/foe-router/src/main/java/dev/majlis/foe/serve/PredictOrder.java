package dev.majlis.foe.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.error.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several inputs for one pool, as a request brings them. The same over REST and over Kafka.
 *
 * @param ids of the inputs; made up where the request has none
 * @param policy as it was written; empty for the pool's own
 * @param budget most mean cost of an input
 * @param maxLoss most expected loss above that of all experts
 * @param deadlineMs from now
 */
public record PredictOrder(
        String pool,
        List<JsonNode> inputs,
        Optional<List<String>> ids,
        Optional<JsonNode> policy,
        Optional<Double> budget,
        Optional<Double> maxLoss,
        Optional<Integer> deadlineMs,
        boolean allowStale) {
    /** Inputs of one request (foe.md §7). */
    public static final int INPUTS = 256;

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_MS = 600_000;

    /**
     * @param pool that the path names; empty when the body does
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD}, {@code TOO_LARGE}
     */
    public static PredictOrder read(Fields body, Optional<String> pool) {
        Optional<String> named = body.optionalText("pool", 64);
        String id = pool.or(() -> named).orElseThrow(() -> Failures.invalid("/pool", "is missing"));
        named.filter(other -> !other.equals(id)).ifPresent(other -> {
            throw Failures.invalid("/pool", "is '" + other + "', the path names '" + id + "'");
        });
        List<JsonNode> inputs = inputs(body.require("inputs"));
        List<String> ids = body.texts("ids", INPUTS, LONGEST_ID);
        if (body.find("ids").isPresent() && ids.size() != inputs.size()) {
            throw Failures.invalid("/ids", "has " + ids.size() + " entries for " + inputs.size() + " inputs");
        }
        Optional<Double> budget = body.amount("budget");
        Optional<Double> maxLoss = body.amount("max_loss");
        if (budget.isPresent() && maxLoss.isPresent()) {
            throw Failures.invalid("/max_loss", "stands beside a budget; one price cannot keep both");
        }
        Optional<JsonNode> policy = body.find("policy");
        PredictOrder order = new PredictOrder(
                id,
                inputs,
                ids.isEmpty() ? Optional.empty() : Optional.of(ids),
                policy,
                budget,
                maxLoss,
                body.whole("deadline_ms", 1, LONGEST_MS),
                body.flag("allow_stale", false));
        body.refuseUnknown();
        return order;
    }

    private static List<JsonNode> inputs(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw Failures.invalid("/inputs", "must be an array of 1 to " + INPUTS + " inputs");
        }
        if (array.size() > INPUTS) {
            throw Failures.tooLarge("/inputs has " + array.size() + " entries, " + INPUTS + " are allowed");
        }
        List<JsonNode> inputs = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode input = array.get(i);
            boolean empty =
                    input.isNull() || (input.isTextual() && input.textValue().isBlank());
            if (empty) {
                throw Failures.invalid("/inputs/" + i, "is empty");
            }
            inputs.add(input);
        }
        return inputs;
    }
}
