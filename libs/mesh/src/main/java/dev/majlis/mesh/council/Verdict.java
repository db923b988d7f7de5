package dev.majlis.mesh.council;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a scorer decides over a {@link CandidateSet}: schema {@code verdict}.
 *
 * @param chosen index of the best candidate
 * @param text of the best candidate
 * @param policy by which it was chosen
 * @param scorer who judged; null for policies that need no model
 * @param scores one for each candidate, higher is better; null where the policy gives none
 * @param cost what it took
 * @param completion the generator's answer, carried through
 * @param stopReason why no more candidates were written, where that was decided by their scores: {@code gain} or {@code max_n}
 * @param instruction what was asked; null unless a further hop reads it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
        int chosen,
        String text,
        String policy,
        Scorer scorer,
        List<Double> scores,
        Cost cost,
        JsonNode completion,
        String stopReason,
        String instruction) {

    /** Over a number of candidates that was fixed before. */
    public Verdict(
            int chosen,
            String text,
            String policy,
            Scorer scorer,
            List<Double> scores,
            Cost cost,
            JsonNode completion) {
        this(chosen, text, policy, scorer, scores, cost, completion, null, null);
    }

    /** For the last hop. */
    public Verdict(
            int chosen,
            String text,
            String policy,
            Scorer scorer,
            List<Double> scores,
            Cost cost,
            JsonNode completion,
            String stopReason) {
        this(chosen, text, policy, scorer, scores, cost, completion, stopReason, null);
    }

    /** The same for a further hop, which is to know what was asked. */
    public Verdict withInstruction(String asked) {
        return new Verdict(chosen, text, policy, scorer, scores, cost, completion, stopReason, asked);
    }

    /** Name, version and score kind of the model that judged. */
    public record Scorer(String name, String version, String kind) {}

    /**
     * @param candidates how many were written
     * @param generatedTokens over all candidates
     * @param scorerTokens read by the scorer
     * @param scorerMillis spent scoring
     */
    public record Cost(int candidates, int generatedTokens, int scorerTokens, long scorerMillis) {}
}
