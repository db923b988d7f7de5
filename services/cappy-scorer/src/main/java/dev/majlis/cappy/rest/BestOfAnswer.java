package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.mesh.council.Verdict;
import java.util.List;

/**
 * Answer of {@code /cappy/v1/best-of}.
 *
 * @param chosen index of the best candidate; null when it abstained
 * @param text of it; null when it abstained
 * @param abstained whether the best one is right with less than was asked for; null when nothing was
 * @param policy by which it was chosen
 * @param scorer who judged; null for policies without a model
 * @param scores one for each candidate; null for policies without scores
 * @param truncatedTokens dropped to fit, one for each candidate; null for policies without a model
 * @param sampled number of candidates
 * @param stopReason why no more were sampled: {@code given}, {@code all}, {@code gain} (one more did not pay) or {@code max_n}
 * @param expectedGain of one more candidate, where sampling was to stop by it
 * @param pCorrect calibrated probability that the chosen one is right; null unless the scorer is calibrated
 * @param headRoom what a perfect choice would have gained; null without references
 * @param candidates the texts, when they were sampled here
 * @param warnings duplicates and the like
 * @param cost what it took
 * @param latencyMs of the whole operation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BestOfAnswer(
        Integer chosen,
        String text,
        Boolean abstained,
        String policy,
        Verdict.Scorer scorer,
        List<Double> scores,
        @JsonProperty("truncated_tokens") List<Integer> truncatedTokens,
        int sampled,
        @JsonProperty("stop_reason") String stopReason,
        @JsonProperty("expected_gain") Double expectedGain,
        @JsonProperty("p_correct") Double pCorrect,
        @JsonProperty("head_room") HeadRoomAnswer headRoom,
        List<String> candidates,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings,
        Verdict.Cost cost,
        @JsonProperty("latency_ms") long latencyMs) {}
