package dev.majlis.cappy.data;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A response that a language model wrote.
 *
 * @param decoding how it was sampled, for example {@code topk40}
 * @param response verbatim; may be empty
 * @param tokens generated; 0 when unknown
 * @param logLikelihoodSum Σ ln p of its tokens under the model that wrote it
 * @param logLikelihoodMean the same per token
 */
public record Sample(
        String decoding,
        String response,
        int tokens,
        Optional<Double> logLikelihoodSum,
        Optional<Double> logLikelihoodMean) {
    public Sample {
        requireNonNull(decoding, "decoding is null");
        requireNonNull(response, "response is null");
    }

    /** Of which nothing but the text is known. */
    public static Sample of(String decoding, String response) {
        return new Sample(decoding, response, 0, Optional.empty(), Optional.empty());
    }
}
