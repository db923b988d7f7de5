package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The parameters of {@link ScorerTask}: names, ranges and defaults. */
final class ScorerParameters {
    static final String VALIDATION_SHARE = "validationShare";

    /** Parameter → its range and default. */
    private static final Map<String, Range> RANGES = new LinkedHashMap<>();

    static {
        ScorerTrainingSpec usual = ScorerTrainingSpec.defaults();
        RANGES.put("epochs", Range.whole(1, 1_000, usual.epochs()));
        RANGES.put("batchSize", Range.whole(1, 4_096, usual.batchSize()));
        RANGES.put("maxTokens", Range.whole(8, 8_192, usual.maxTokens()));
        RANGES.put("microTokens", Range.whole(8, 1 << 20, usual.microTokens()));
        RANGES.put("trainedLayers", Range.whole(0, 1_000, usual.trainedLayers()));
        RANGES.put("learningRate", new Range(1e-9, .5, usual.peak(), false));
        RANGES.put("warmUp", new Range(0, 1, usual.warmUp(), false));
        RANGES.put("validateEvery", Range.whole(0, 1_000_000, usual.validateEvery()));
        RANGES.put("checkpointEvery", Range.whole(1, 1_000_000, usual.checkpointEvery()));
        RANGES.put(VALIDATION_SHARE, new Range(0, .5, 0, false));
    }

    /** From {@code least} to {@code most}, both allowed. */
    private record Range(double least, double most, double usual, boolean isWhole) {
        static Range whole(long least, long most, long usual) {
            return new Range(least, most, usual, true);
        }

        boolean holds(JsonNode value) {
            return value.isNumber()
                    && (!isWhole || (value.isIntegralNumber() && value.canConvertToInt()))
                    && value.doubleValue() >= least
                    && value.doubleValue() <= most;
        }

        String words() {
            return isWhole
                    ? "a whole number from %d to %d".formatted((long) least, (long) most)
                    : "a number from %s to %s".formatted(least, most);
        }
    }

    private ScorerParameters() {}

    static ObjectNode complete(ObjectNode given) {
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            if (!RANGES.containsKey(field.getKey())) {
                throw MeshException.invalid("/parameters/" + shown(field.getKey()), "unknown; known are " + names());
            }
        }
        ObjectNode all = Json.mapper().createObjectNode();
        RANGES.forEach((name, range) -> {
            JsonNode value = given.get(name);
            if (value == null || value.isNull()) {
                if (range.isWhole()) {
                    all.put(name, (long) range.usual());
                } else {
                    all.put(name, range.usual());
                }
                return;
            }
            if (!range.holds(value)) {
                throw MeshException.invalid(
                        "/parameters/" + name, "expected %s, got %s".formatted(range.words(), shown(value.toString())));
            }
            all.set(name, value);
        });
        if (all.get("microTokens").intValue() < all.get("maxTokens").intValue()) {
            throw MeshException.invalid(
                    "/parameters/microTokens",
                    "must be at least maxTokens, which is "
                            + all.get("maxTokens").intValue());
        }
        return all;
    }

    static ScorerTrainingSpec spec(ObjectNode all, long seed, int threads) {
        return new ScorerTrainingSpec(
                all.get("maxTokens").intValue(),
                all.get("trainedLayers").intValue(),
                all.get("epochs").intValue(),
                all.get("batchSize").intValue(),
                all.get("microTokens").intValue(),
                all.get("learningRate").doubleValue(),
                all.get("warmUp").doubleValue(),
                all.get("validateEvery").intValue(),
                all.get("checkpointEvery").intValue(),
                seed,
                threads);
    }

    private static Set<String> names() {
        return RANGES.keySet();
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
