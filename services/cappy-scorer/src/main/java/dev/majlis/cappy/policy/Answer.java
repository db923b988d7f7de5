package dev.majlis.cappy.policy;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.data.Sample;
import java.util.Optional;

/**
 * One answer up for choice.
 *
 * @param text verbatim
 * @param tokens generated; 0 when unknown
 * @param logLikelihoodSum Σ ln p of its tokens under the model that wrote it
 * @param logLikelihoodMean the same per token
 * @param decoding how it was sampled, for example {@code topk40}
 */
public record Answer(
        String text,
        int tokens,
        Optional<Double> logLikelihoodSum,
        Optional<Double> logLikelihoodMean,
        Optional<String> decoding) {
    public Answer {
        requireNonNull(text, "text is null");
    }

    /** What a generator wrote. */
    public static Answer of(Sample sample) {
        return new Answer(
                sample.response(),
                sample.tokens(),
                sample.logLikelihoodSum(),
                sample.logLikelihoodMean(),
                Optional.of(sample.decoding()));
    }

    /** Of which nothing but the text is known. */
    public static Answer of(String text) {
        return new Answer(text, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
