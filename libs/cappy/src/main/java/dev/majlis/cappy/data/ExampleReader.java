package dev.majlis.cappy.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads one row of a corpus: {@code {dataset?, template?, row? | example_idx?, instruction, references[] | response,
 * answer_choices? | choices?, samples? | flan_samples?: {decoding: [{response, log_likelihood_sum?, log_likelihood_mean?}]}}}.
 * Other fields are ignored. Thread-safe.
 */
public final class ExampleReader {
    private static final String UNNAMED = "default";

    private ExampleReader() {}

    /** @throws MeshException {@code invalid-request} naming the field by its pointer */
    public static Example read(JsonNode row) {
        if (!row.isObject()) {
            throw MeshException.invalid("", "expected an object");
        }
        List<String> references = row.hasNonNull("references")
                ? texts(row, "references")
                : List.of(text(row.path("response"), "/response"));
        if (references.isEmpty()) {
            throw MeshException.invalid("/references", "is empty; at least one is needed");
        }
        String choices = row.hasNonNull("answer_choices") ? "answer_choices" : "choices";
        return new Example(
                row.hasNonNull("dataset") ? text(row.get("dataset"), "/dataset") : UNNAMED,
                row.hasNonNull("template") ? Optional.of(text(row.get("template"), "/template")) : Optional.empty(),
                number(row, row.hasNonNull("row") ? "row" : "example_idx"),
                text(row.path("instruction"), "/instruction"),
                references,
                row.hasNonNull(choices) ? texts(row, choices) : List.of(),
                samples(row));
    }

    private static List<Sample> samples(JsonNode row) {
        String name = row.hasNonNull("flan_samples") ? "flan_samples" : "samples";
        JsonNode decodings = row.path(name);
        if (decodings.isMissingNode() || decodings.isNull()) {
            return List.of();
        }
        if (!decodings.isObject()) {
            throw MeshException.invalid("/" + name, "expected an object: decoding → samples");
        }
        List<Sample> samples = new ArrayList<>();
        for (Map.Entry<String, JsonNode> decoding : decodings.properties()) {
            String pointer = "/" + name + "/" + decoding.getKey();
            JsonNode list = array(decoding.getValue(), pointer);
            for (int i = 0; i < list.size(); i++) {
                samples.add(sample(decoding.getKey(), list.get(i), pointer + "/" + i));
            }
        }
        return samples;
    }

    private static Sample sample(String decoding, JsonNode node, String pointer) {
        return node.isTextual()
                ? Sample.of(decoding, text(node, pointer))
                : new Sample(
                        decoding,
                        text(node.path("response"), pointer + "/response"),
                        node.path("tokens").asInt(0),
                        likelihood(node, "log_likelihood_sum", pointer),
                        likelihood(node, "log_likelihood_mean", pointer));
    }

    private static Optional<Double> likelihood(JsonNode node, String name, String pointer) {
        if (!node.hasNonNull(name)) {
            return Optional.empty();
        }
        if (!node.get(name).isNumber() || !Double.isFinite(node.get(name).doubleValue())) {
            throw MeshException.invalid(pointer + "/" + name, "expected a finite number");
        }
        return Optional.of(node.get(name).doubleValue());
    }

    private static OptionalInt number(JsonNode row, String name) {
        if (!row.hasNonNull(name)) {
            return OptionalInt.empty();
        }
        if (!row.get(name).isIntegralNumber() || !row.get(name).canConvertToInt()) {
            throw MeshException.invalid("/" + name, "expected a whole number");
        }
        return OptionalInt.of(row.get(name).intValue());
    }

    private static List<String> texts(JsonNode row, String name) {
        JsonNode list = array(row.get(name), "/" + name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            texts.add(text(list.get(i), "/" + name + "/" + i));
        }
        return texts;
    }

    private static JsonNode array(JsonNode node, String pointer) {
        if (!node.isArray()) {
            throw MeshException.invalid(pointer, "expected an array");
        }
        return node;
    }

    private static String text(JsonNode node, String pointer) {
        if (node.isMissingNode() || node.isNull()) {
            throw MeshException.invalid(pointer, "is required");
        }
        if (!node.isTextual()) {
            throw MeshException.invalid(pointer, "expected a string");
        }
        String text = node.textValue();
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw MeshException.invalid(pointer, "has a NUL or a lone surrogate");
        }
        return text;
    }
}
