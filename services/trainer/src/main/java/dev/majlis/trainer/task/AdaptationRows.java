package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.ExampleReader;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.trainer.data.Row;
import java.util.HashSet;

/**
 * Rows of an adaptation: {@code {instruction, references[] or response, samples?: {decoding: [response or {response,
 * log_likelihood_sum?, log_likelihood_mean?}]}}}, or a classification {@code {instruction, choices[], label: choice or its number}}.
 */
final class AdaptationRows {
    private static final int MOST_TEXTS = 1_024;

    private AdaptationRows() {}

    /**
     * @param generated whether candidates may be missing, because a generator writes them
     * @throws IllegalArgumentException saying what is wrong with the row
     */
    static Example read(Row row, boolean generated) {
        Example example;
        try {
            example = ExampleReader.read(withReference(row.fields()));
        } catch (MeshException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (example.samples().size() > MOST_TEXTS || example.choices().size() > MOST_TEXTS) {
            throw new IllegalArgumentException("more than %d samples or choices".formatted(MOST_TEXTS));
        }
        if (example.samples().isEmpty() && !generated) {
            requireChoices(example);
        }
        return example;
    }

    private static void requireChoices(Example example) {
        if (example.choices().size() < 2) {
            throw new IllegalArgumentException(
                    "has neither samples nor at least two choices, and there is no generator");
        }
        if (new HashSet<>(example.choices()).size() < example.choices().size()) {
            throw new IllegalArgumentException("/choices: two are the same");
        }
        if (example.references().stream().noneMatch(example.choices()::contains)) {
            throw new IllegalArgumentException("no reference is one of the choices");
        }
    }

    private static ObjectNode withReference(ObjectNode row) {
        if (row.hasNonNull("references") || row.hasNonNull("response") || !row.hasNonNull("label")) {
            return row;
        }
        JsonNode choices = row.hasNonNull("answer_choices") ? row.get("answer_choices") : row.path("choices");
        JsonNode label = row.get("label");
        if (label.isIntegralNumber() && label.canConvertToInt()) {
            JsonNode choice = choices.get(label.intValue());
            if (choice == null) {
                throw new IllegalArgumentException(
                        "label is %d, there are %d choices".formatted(label.intValue(), choices.size()));
            }
            label = choice;
        }
        if (!label.isTextual()) {
            throw new IllegalArgumentException("label is neither a choice nor the number of one");
        }
        return row.deepCopy().set("response", label);
    }
}
