package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.drift.Decided;
import dev.majlis.foe.drift.DriftState;
import dev.majlis.foe.drift.LateLabels;
import dev.majlis.foe.drift.LiveScore;
import dev.majlis.foe.error.Failures;
import dev.majlis.mesh.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Right answers that come in after the fact, joined with decisions by the id of the input. Thread-safe; blocks. */
public final class LabelJoin {
    private static final int LABELS = 1_000;
    private static final int WINDOW = 2_000;

    private final Pools pools;
    private final ServedPools served;
    private final DecisionLog log;

    public LabelJoin(Pools pools, ServedPools served, DecisionLog log) {
        this.pools = requireNonNull(pools, "pools is null");
        this.served = requireNonNull(served, "served is null");
        this.log = requireNonNull(log, "log is null");
    }

    /** @param unknown ids that no decision of this pool has */
    public record Joined(int joined, List<String> unknown) {}

    /**
     * How the pool does. Null where nothing is known.
     *
     * @param low end of the 99 % band of the mean rank of inputs like the fuser's rows; {@code high} its other end
     * @param recent mean rank of the inputs of late
     * @param outliers share of them that lie farther off than 99 % of the rows
     * @param fallback what answers frugal requests while the alarm is on
     * @param decisions of late that were looked at, {@code labelled} those whose truth came in
     * @param lossGap realised less estimated loss
     * @param regret of an input against the best policy on held-out rows, cost included
     * @param hindsight mean quality of the best expert less that of the answer
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Drift(
            String pool,
            String fuser,
            double low,
            double high,
            Double recent,
            long seen,
            double outliers,
            boolean alarm,
            Instant since,
            String fallback,
            int decisions,
            long labelled,
            Double accuracy,
            Double meanCost,
            Double lossGap,
            Double regret,
            Double hindsight) {}

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

    /** @throws dev.majlis.mesh.error.MeshException {@code NO_FUSER} */
    public Drift drift(String pool) {
        ServedPool found = served.find(pool);
        ServedFuser fuser = found.fuser(true);
        List<DecisionEntry> entries = log.latest(pool, WINDOW);
        LiveScore score = score(entries, found.record(), fuser.record());
        DriftState state = fuser.drift();
        return new Drift(
                pool,
                fuser.record().id(),
                state.low(),
                state.high(),
                known(state.recent()),
                state.seen(),
                state.outliers(),
                state.alarm(),
                state.since().orElse(null),
                found.record().onDrift().name().toLowerCase(Locale.ROOT),
                entries.size(),
                score.joined(),
                known(score.accuracy()),
                known(score.meanCost()),
                known(score.lossGap()),
                known(score.regret()),
                known(score.hindsight()));
    }

    private static LiveScore score(List<DecisionEntry> entries, PoolRecord pool, FuserRecord fuser) {
        Map<String, Double> metrics = fuser.metrics();
        double lambda = fuser.settings().lambda();
        String best = Stream.of("foe_full", "foe_frugal", "best_single")
                .max(Comparator.comparingDouble(
                        policy -> metrics.get(policy + "_accuracy") - lambda * metrics.get(policy + "_mean_cost")))
                .orElseThrow();
        LateLabels labels = new LateLabels(
                WINDOW, WINDOW, metrics.get(best + "_accuracy"), metrics.get(best + "_mean_cost"), lambda);
        for (DecisionEntry entry : entries) {
            if (entry.truth() != null) {
                Prediction given = entry.prediction();
                int choice = given.label() != null
                        ? pool.labels().indexOf(given.label())
                        : pool.experts().indexOf(given.expert());
                Double loss = given.estimatedLoss();
                labels.decided(new Decided(entry.id(), choice, given.cost(), loss == null ? Double.NaN : loss));
                if (given.label() != null && entry.truth().has("label")) {
                    labels.label(
                            entry.id(),
                            pool.labels().indexOf(entry.truth().path("label").asText()));
                } else {
                    labels.qualities(entry.id(), qualities(entry.truth().path("quality"), pool));
                }
            }
        }
        return labels.score();
    }

    private static double[] qualities(JsonNode said, PoolRecord pool) {
        return pool.experts().stream()
                .mapToDouble(expert -> said.path(expert).asDouble(Double.NaN))
                .toArray();
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
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
