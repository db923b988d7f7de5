package dev.majlis.jaischat;

import java.util.Map;
import java.util.Optional;

/**
 * What the client said about sampling; empty where the model's default counts. Ranges as in {@link
 * dev.majlis.models.text.Sampling}.
 *
 * @param seed of choice 0; choice i draws from seed + i
 */
public record RequestedSampling(
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Integer> topK,
        Optional<Double> minP,
        Optional<Double> repetitionPenalty,
        Optional<Double> presencePenalty,
        Optional<Double> frequencyPenalty,
        Map<Integer, Double> logitBias,
        Optional<Long> seed) {
    public RequestedSampling {
        logitBias = Map.copyOf(logitBias);
    }
}
