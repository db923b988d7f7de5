package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.mesh.council.Verdict;
import java.util.List;

/**
 * Answer of {@code /cappy/v1/best-of}.
 *
 * @param chosen index of the best candidate
 * @param text of it
 * @param policy by which it was chosen
 * @param scorer who judged; null for policies without a model
 * @param scores one for each candidate; null for policies without scores
 * @param truncatedTokens dropped to fit, one for each candidate; null for policies without a model
 * @param sampled number of candidates
 * @param stopReason why no more were sampled: {@code given} or {@code all}
 * @param candidates the texts, when they were sampled here
 * @param warnings duplicates and the like
 * @param cost what it took
 * @param latencyMs of the whole operation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BestOfAnswer(
        int chosen,
        String text,
        String policy,
        Verdict.Scorer scorer,
        List<Double> scores,
        @JsonProperty("truncated_tokens") List<Integer> truncatedTokens,
        int sampled,
        @JsonProperty("stop_reason") String stopReason,
        List<String> candidates,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings,
        Verdict.Cost cost,
        @JsonProperty("latency_ms") long latencyMs) {}
