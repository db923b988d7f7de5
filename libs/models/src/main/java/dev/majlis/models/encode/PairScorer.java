package dev.majlis.models.encode;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A loaded model that scores (instruction, response) pairs. Thread-safe; batches by itself, so callers submit whole
 * requests of any length and get the scores in input order, independent of batch mates.
 */
public interface PairScorer extends AutoCloseable {

    ScorerModel model();

    /**
     * Scores every pair. The stage fails with {@link dev.majlis.models.ModelException}: {@code TOO_LONG} (policy {@code
     * ERROR}; names the index), {@code OVERLOADED}, {@code DEADLINE}, {@code ENGINE} (also for a score that is not
     * finite).
     */
    CompletionStage<List<PairScore>> score(List<Pair> pairs, EncodeOptions options);

    @Override
    void close();

    /** What the model reads: segment A and segment B. Used verbatim, no strip, no lower-case. */
    record Pair(String instruction, String response) {}

    /**
     * @param score raw model output, never squeezed or clamped
     * @param tokens read by the model, special tokens included; 0 where a remote engine does not tell
     * @param truncatedTokens dropped to fit
     */
    record PairScore(float score, int tokens, int truncatedTokens) {}
}
