package dev.majlis.foe.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.serve.Compatibility;
import dev.majlis.foe.serve.PoolRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A pool as clients see it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolView(
        String id,
        List<String> experts,
        List<String> labels,
        Optional<JsonNode> defaultPolicy,
        CostWeights weights,
        String onDrift,
        Optional<String> fuser,
        List<String> earlierFusers,
        Compatibility compatibility,
        Instant createdAt) {

    static PoolView of(PoolRecord pool, Compatibility compatibility) {
        return new PoolView(
                pool.id(),
                pool.experts(),
                pool.labels(),
                pool.defaultPolicy(),
                pool.weights(),
                pool.onDrift().name().toLowerCase(Locale.ROOT),
                pool.fuser(),
                pool.earlier(),
                compatibility,
                pool.createdAt());
    }
}
