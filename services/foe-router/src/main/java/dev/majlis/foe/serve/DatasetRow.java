package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One labelled row.
 *
 * @param label of the pool
 * @param references texts that a good answer is like
 * @param qualities of experts' answers by their id, in [0, 1]
 * @param domain where it comes from, {@code all} when nobody said
 * @param outputs what experts said, recorded elsewhere, by their id
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DatasetRow(
        String id,
        JsonNode input,
        Optional<String> label,
        List<String> references,
        Map<String, Double> qualities,
        String domain,
        Map<String, Recorded> outputs) {
    public DatasetRow {
        label = label == null ? Optional.empty() : label;
        references = references == null ? List.of() : List.copyOf(references);
        qualities = qualities == null ? Map.of() : qualities;
        domain = domain == null ? "all" : domain;
        outputs = outputs == null ? Map.of() : outputs;
    }

    /**
     * What an expert said. Null where it said no such thing.
     *
     * @param features probabilities, an embedding, or the score alone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Recorded(float[] features, String text) {}
}
