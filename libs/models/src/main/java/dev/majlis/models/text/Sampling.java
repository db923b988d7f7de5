package dev.majlis.models.text;

import java.util.Map;

/**
 * How the next token is drawn from the logits; the order of steps is profile {@code hf}: repetition penalty, presence and
 * frequency penalty, logit bias, minimum length, temperature, top-k, top-p, min-p (jais.md §2.8).
 *
 * @param temperature 0 is greedy, else at most 2
 * @param topP nucleus, in (0, 1]
 * @param topK 0 switches it off
 * @param minP in [0, 1); 0 switches it off
 * @param repetitionPenalty over every distinct id of prompt and answer; 1 switches it off
 * @param presencePenalty −2 … 2, over answer ids
 * @param frequencyPenalty −2 … 2, over answer ids
 * @param logitBias token id → −100 … 100
 * @param seed choice i draws from seed + i
 */
public record Sampling(
        double temperature,
        double topP,
        int topK,
        double minP,
        double repetitionPenalty,
        double presencePenalty,
        double frequencyPenalty,
        Map<Integer, Double> logitBias,
        long seed) {

    public Sampling {
        logitBias = Map.copyOf(logitBias);
    }

    /** Always the likeliest token. */
    public static Sampling greedy() {
        return new Sampling(0, 1, 0, 0, 1, 0, 0, Map.of(), 0);
    }

    /** Temperature and seed, everything else off. */
    public static Sampling of(double temperature, long seed) {
        return new Sampling(temperature, 1, 0, 0, 1, 0, 0, Map.of(), seed);
    }
}
