package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.pool.CostWeights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pool as it was made, and which fuser serves it.
 *
 * @param experts ids in the order of the columns
 * @param labels the target space
 * @param defaultPolicy of requests that name none; empty for {@code foe_frugal} at the fuser's own λ
 * @param fuser that is promoted
 * @param earlier fusers that were promoted before, the latest first
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolRecord(
        String id,
        List<String> experts,
        List<String> labels,
        Optional<JsonNode> defaultPolicy,
        CostWeights weights,
        DriftFallback onDrift,
        Optional<String> fuser,
        List<String> earlier,
        Instant createdAt) {
    private static final int HISTORY = 16;

    public PoolRecord {
        requireNonNull(id, "id is null");
        // an absent JSON value is read as the JSON null
        defaultPolicy = defaultPolicy == null ? Optional.empty() : defaultPolicy.filter(node -> !node.isNull());
        fuser = fuser == null ? Optional.empty() : fuser;
        experts = List.copyOf(experts);
        labels = List.copyOf(labels);
        earlier = List.copyOf(earlier);
    }

    PoolRecord promoted(String other) {
        List<String> before = new ArrayList<>();
        fuser.filter(current -> !current.equals(other)).ifPresent(before::add);
        earlier.stream().filter(past -> !past.equals(other)).forEach(before::add);
        return with(Optional.of(other), before.stream().limit(HISTORY).toList());
    }

    PoolRecord rolledBack() {
        return with(Optional.of(earlier.get(0)), earlier.subList(1, earlier.size()));
    }

    private PoolRecord with(Optional<String> other, List<String> before) {
        return new PoolRecord(id, experts, labels, defaultPolicy, weights, onDrift, other, before, createdAt);
    }
}
