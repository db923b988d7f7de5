package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.policy.Policy;
import java.time.Instant;
import java.util.Optional;

/**
 * One input for a pool.
 *
 * @param id of the request, by which late labels and the decision log find it
 * @param policy empty for the pool's own default
 * @param budget most mean cost of an input, in cost units; the price λ is then taken from the fuser's held-out rows
 * @param decideOnly whether only the choice is wanted: a chosen expert that was not needed for the decision is not asked
 * @param allowStale whether a fuser may be used although an expert has another version since
 */
public record PredictRequest(
        String pool,
        String id,
        JsonNode input,
        Optional<Policy> policy,
        Optional<Double> budget,
        boolean decideOnly,
        boolean allowStale,
        String tenant,
        Instant deadline) {
    public PredictRequest {
        requireNonNull(pool, "pool is null");
        requireNonNull(id, "id is null");
        requireNonNull(input, "input is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(budget, "budget is null");
        requireNonNull(tenant, "tenant is null");
        requireNonNull(deadline, "deadline is null");
    }
}
