package dev.majlis.models.text;

import java.util.List;

/**
 * One finished answer.
 *
 * @param index 0 … n−1
 * @param text without the stop string
 * @param finish why it ended
 * @param tokens number of generated tokens, end token included
 * @param logLikelihoodSum Σ ln p of the generated tokens; NaN when the engine cannot tell
 * @param logLikelihoodMean sum divided by tokens
 * @param logprobs one for each token, empty when not asked for
 */
public record Choice(
        int index,
        String text,
        FinishReason finish,
        int tokens,
        double logLikelihoodSum,
        double logLikelihoodMean,
        List<TokenLogprob> logprobs) {

    /** Why an answer ended. */
    public enum FinishReason {
        STOP,
        LENGTH,
        CANCELLED,
        DEADLINE;

        /** The name on the wire. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
