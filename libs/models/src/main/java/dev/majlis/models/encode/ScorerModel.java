package dev.majlis.models.encode;

/**
 * A loaded scorer.
 *
 * @param name catalog name
 * @param version of the weights
 * @param kind what a score is
 * @param maxTokens longest pair, special tokens included
 * @param engine for example {@code onnxruntime}
 * @param sha256 of the weights
 * @param tokenizerSha256 of the tokenizer file
 */
public record ScorerModel(
        String name,
        String version,
        ScoreKind kind,
        int maxTokens,
        String engine,
        String sha256,
        String tokenizerSha256) {

    /** Declared per model and carried in every answer, so that no client guesses the activation. */
    public enum ScoreKind {
        /** Trained to targets in [0, 1]; values outside occur and are kept. */
        REGRESSION01,
        /** An unbounded logit. */
        LOGIT,
        /** A calibrated probability. */
        PROBABILITY,
        /** Only the order means something. */
        PREFERENCE;

        /** The name on the wire. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
