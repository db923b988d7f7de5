package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Right answers that come in after the fact, joined with decisions by the id of the input. Thread-safe; blocks. */
public final class LateLabels {
    private static final int LABELS = 1_000;
    private static final int WINDOW = 2_000;

    private final Pools pools;
    private final DecisionLog log;

    public LateLabels(Pools pools, DecisionLog log) {
        this.pools = requireNonNull(pools, "pools is null");
        this.log = requireNonNull(log, "log is null");
    }

    /** @param unknown ids that no decision of this pool has */
    public record Joined(int joined, List<String> unknown) {}

    /**
     * How the pool does, by its latest decisions. Null where nothing is known.
     *
     * @param accuracy of the answers whose label came in
     * @param regret mean of the best expert's quality less that of the answer, where qualities came in
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Drift(
            String pool, int decisions, int drifted, int labelled, Double accuracy, Double regret, double meanCost) {}

    private record Truth(String id, ObjectNode said) {}

    /** {@code {"labels": [{"id", "label" | "quality": {expert: x}}]}}; nothing is written when one of them is wrong. */
    public Joined join(String pool, Fields body, String tenant) {
        PoolRecord record = pools.find(pool);
        JsonNode array = body.require("labels");
        body.refuseUnknown();
        if (!array.isArray() || array.isEmpty() || array.size() > LABELS) {
            throw Failures.invalid("/labels", "must be an array of 1 to " + LABELS + " labels");
        }
        List<Truth> truths = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            truths.add(truth(Fields.of(array.get(i), "/labels/" + i), record));
        }
        int joined = 0;
        List<String> unknown = new ArrayList<>();
        for (Truth truth : truths) {
            Optional<DecisionEntry> entry = log.label(tenant, truth.id(), truth.said());
            if (entry.filter(decided -> decided.pool().equals(pool)).isPresent()) {
                joined++;
            } else {
                unknown.add(truth.id());
            }
        }
        return new Joined(joined, unknown);
    }

    public Drift drift(String pool) {
        pools.find(pool);
        List<DecisionEntry> entries = log.latest(pool, WINDOW);
        double right = 0;
        int labelled = 0;
        double regret = 0;
        int judged = 0;
        for (DecisionEntry entry : entries) {
            JsonNode truth = entry.truth();
            if (truth != null
                    && truth.path("label").isTextual()
                    && entry.prediction().label() != null) {
                labelled++;
                right += truth.path("label").asText().equals(entry.prediction().label()) ? 1 : 0;
            }
            if (truth != null
                    && truth.path("quality")
                            .has(String.valueOf(entry.prediction().expert()))) {
                judged++;
                double best = 0;
                for (JsonNode quality : truth.path("quality")) {
                    best = Math.max(best, quality.asDouble());
                }
                regret += best
                        - truth.path("quality")
                                .path(entry.prediction().expert())
                                .asDouble();
            }
        }
        return new Drift(
                pool,
                entries.size(),
                (int) entries.stream()
                        .filter(entry -> entry.prediction().drifted())
                        .count(),
                Math.max(labelled, judged),
                labelled == 0 ? null : right / labelled,
                judged == 0 ? null : regret / judged,
                entries.stream()
                        .mapToDouble(entry -> entry.prediction().cost())
                        .average()
                        .orElse(0));
    }

    private static Truth truth(Fields label, PoolRecord pool) {
        ObjectNode said = Json.mapper().createObjectNode();
        String id = label.text("id", 128);
        Optional<String> named = label.optionalText("label", 200);
        named.filter(name -> !pool.labels().contains(name)).ifPresent(name -> {
            throw Failures.labelNotInPool(label.pointer("label") + ": '" + name + "' is no label of the pool");
        });
        named.ifPresent(name -> said.put("label", name));
        label.object("quality").ifPresent(quality -> {
            ObjectNode qualities = said.putObject("quality");
            pool.experts().forEach(expert -> quality.amount(expert).ifPresent(value -> qualities.put(expert, value)));
            quality.refuseUnknown();
        });
        label.refuseUnknown();
        if (said.isEmpty()) {
            throw Failures.invalid(label.pointer("label"), "is missing, and so is quality");
        }
        return new Truth(id, said);
    }
}
