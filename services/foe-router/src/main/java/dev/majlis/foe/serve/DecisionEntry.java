package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One entry of the decision log: enough to follow, and to do again, what was decided (foe.md §6). Null where it does not apply.
 *
 * @param input SHA-256 of the input; its words are not kept
 * @param prediction as it was answered
 * @param considered before each question, every expert that could have been asked with its estimated loss and price: the
 *     counterfactuals
 * @param lambda price of one cost unit
 * @param versions of all experts
 * @param rank share of the fuser's rows whose neighbours are nearer than those of this input
 * @param truth that came in later
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionEntry(
        String id,
        String pool,
        String tenant,
        Instant at,
        String input,
        Prediction prediction,
        List<List<Candidate>> considered,
        Double lambda,
        Map<String, String> versions,
        Double rank,
        JsonNode truth) {

    /**
     * An expert that could have been asked.
     *
     * @param loss estimated, once it has answered
     * @param price λ × its cost
     */
    public record Candidate(String expert, double loss, double price, double cost) {}

    DecisionEntry withTruth(JsonNode later) {
        return new DecisionEntry(id, pool, tenant, at, input, prediction, considered, lambda, versions, rank, later);
    }
}
