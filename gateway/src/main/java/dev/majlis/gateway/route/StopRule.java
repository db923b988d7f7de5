package dev.majlis.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a best-of route stops writing candidates: {@code stop: {max_n, min_n, min_gain, cost_per_sample, lambda, step}}, all optional, and
 * {@code min_gain} beside it as a short word for the one that matters most. What the numbers mean is the scorer's matter; here they
 * are checked, so that a fault is told where it was written.
 *
 * @param fields of {@code stop}, {@code min_gain} among them; empty for a rule that only asks for candidates one by one
 */
public record StopRule(ObjectNode fields) {
    /** Most candidates of a best-of route. */
    private static final int MOST = 17;

    private static final Set<String> COUNTS = Set.of("max_n", "min_n", "step");
    private static final Set<String> AMOUNTS = Set.of("min_gain", "cost_per_sample", "lambda");

    /** A value that cannot be used. */
    public static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        private final String pointer;

        Fault(String pointer, String message) {
            super(message);
            this.pointer = pointer;
        }

        /** Below the object that holds {@code stop} and {@code min_gain}. */
        public String pointer() {
            return pointer;
        }
    }

    /**
     * Of the object that may hold {@code stop} and {@code min_gain}.
     *
     * @return empty when it has neither
     */
    public static Optional<StopRule> of(JsonNode holder) throws Fault {
        JsonNode stop = holder.path("stop");
        if (!holder.hasNonNull("stop") && !holder.hasNonNull("min_gain")) {
            return Optional.empty();
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        if (holder.hasNonNull("stop")) {
            if (!stop.isObject()) {
                throw new Fault("/stop", "expected an object");
            }
            for (Map.Entry<String, JsonNode> field : stop.properties()) {
                require(field.getKey(), field.getValue(), "/stop/");
                fields.set(field.getKey(), field.getValue());
            }
        }
        if (holder.hasNonNull("min_gain")) {
            require("min_gain", holder.get("min_gain"), "/");
            fields.set("min_gain", holder.get("min_gain"));
        }
        return Optional.of(new StopRule(fields));
    }

    private static void require(String name, JsonNode value, String before) throws Fault {
        if (COUNTS.contains(name)) {
            if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > MOST) {
                throw new Fault(before + name, "expected a whole number from 1 to " + MOST);
            }
        } else if (AMOUNTS.contains(name)) {
            if (!value.isNumber() || !Double.isFinite(value.doubleValue()) || value.doubleValue() < 0) {
                throw new Fault(before + name, "expected a number that is not below 0");
            }
        } else {
            throw new Fault(
                    before + (name.length() > 40 ? name.substring(0, 40) + "…" : name),
                    "unknown field; known: max_n, min_n, min_gain, cost_per_sample, lambda, step");
        }
    }

    /** The same, with the other's fields where it has some. */
    public StopRule under(StopRule other) {
        ObjectNode both = fields.deepCopy();
        both.setAll(other.fields);
        return new StopRule(both);
    }

    /** Most candidates, if it says so. */
    public Optional<Integer> maxN() {
        return Optional.ofNullable(fields.get("max_n")).map(JsonNode::intValue);
    }
}
