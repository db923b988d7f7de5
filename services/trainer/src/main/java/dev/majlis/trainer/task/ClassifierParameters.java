package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.nn.classify.ClassifierConfig;
import dev.majlis.nn.classify.ClassifierSpec;
import dev.majlis.nn.classify.Ngrams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The parameters of {@link ClassifierTask}: names, ranges and defaults. */
final class ClassifierParameters {
    private static final String LABELS = "labels";
    private static final String FEATURES = "features";
    private static final String EMBEDDING = "embedding";
    private static final ParameterTable TABLE = PerceptronParameters.table(20, 32, .02, .01, 0, List.of())
            .word(FEATURES, "ngrams", EMBEDDING)
            .whole("buckets", 16, 1 << 20, Ngrams.USUAL_BUCKETS)
            .whole("maxTokens", 8, 8_192, 256);

    private ClassifierParameters() {}

    static ObjectNode complete(ObjectNode given) {
        ObjectNode all = TABLE.complete(given, List.of(LABELS));
        if (given.hasNonNull(LABELS)) {
            ArrayNode labels = all.putArray(LABELS);
            requireLabels(given.get(LABELS)).forEach(labels::add);
        }
        return all;
    }

    private static List<String> requireLabels(JsonNode given) {
        List<String> labels = new ArrayList<>();
        for (JsonNode label : given) {
            labels.add(label.asText().strip());
        }
        boolean different = new HashSet<>(labels).size() == labels.size();
        if (!given.isArray() || labels.size() < 2 || labels.size() > ClassifierConfig.MOST_LABELS || !different) {
            throw MeshException.invalid(
                    "/parameters/labels", "expected 2 to %d different labels".formatted(ClassifierConfig.MOST_LABELS));
        }
        try {
            labels.forEach(ClassifierLabels::require);
        } catch (IllegalArgumentException e) {
            throw MeshException.invalid("/parameters/labels", e.getMessage());
        }
        return labels;
    }

    static boolean embeds(ObjectNode all) {
        return all.get(FEATURES).textValue().equals(EMBEDDING);
    }

    /** In the order in which they were given; empty when they were not. */
    static List<String> labels(ObjectNode all) {
        List<String> labels = new ArrayList<>();
        all.path(LABELS).forEach(label -> labels.add(label.asText()));
        return labels;
    }

    static ClassifierSpec spec(ObjectNode all, List<String> labels, long seed, int threads) {
        return new ClassifierSpec(
                labels,
                PerceptronParameters.wholes(all, "hidden"),
                all.get("dropout").doubleValue(),
                all.get(PerceptronParameters.VALIDATION_SHARE).doubleValue(),
                PerceptronParameters.settings(all, seed),
                threads);
    }
}
