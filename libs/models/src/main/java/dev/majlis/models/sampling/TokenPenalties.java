package dev.majlis.models.sampling;

import dev.majlis.models.text.Sampling;
import java.util.Map;

/**
 * What changes single logits before the draw, in the order of profile {@code hf}: repetition penalty, presence and
 * frequency penalty, bias, minimum length. Touches only the ids concerned, never the whole row.
 */
final class TokenPenalties {

    private final float repetition;
    private final double presence;
    private final double frequency;
    private final int[] biasIds;
    private final float[] biases;
    private final int[] endTokens;

    private final DistinctTokens seen;
    private final DistinctTokens answered;

    TokenPenalties(int vocabularySize, Sampling sampling, int[] prompt, int[] endTokens) {
        this.repetition = (float) sampling.repetitionPenalty();
        this.presence = sampling.presencePenalty();
        this.frequency = sampling.frequencyPenalty();
        this.endTokens = endTokens;
        Map<Integer, Double> bias = sampling.logitBias();
        this.biasIds = bias.keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(id -> id >= 0 && id < vocabularySize)
                .sorted()
                .toArray();
        this.biases = new float[biasIds.length];
        for (int i = 0; i < biasIds.length; i++) {
            biases[i] = bias.get(biasIds[i]).floatValue();
        }
        this.seen = repetition == 1f ? null : new DistinctTokens(vocabularySize);
        this.answered = presence == 0 && frequency == 0 ? null : new DistinctTokens(vocabularySize);
        if (seen != null) {
            for (int token : prompt) {
                seen.add(token);
            }
        }
    }

    void accept(int token) {
        if (seen != null) {
            seen.add(token);
        }
        if (answered != null) {
            answered.add(token);
        }
    }

    void apply(float[] logits, boolean endForbidden) {
        if (seen != null) {
            for (int i = 0; i < seen.size(); i++) {
                int id = seen.id(i);
                logits[id] = logits[id] > 0 ? logits[id] / repetition : logits[id] * repetition;
            }
        }
        if (answered != null) {
            for (int i = 0; i < answered.size(); i++) {
                int id = answered.id(i);
                logits[id] -= (float) (presence + frequency * answered.count(id));
            }
        }
        for (int i = 0; i < biasIds.length; i++) {
            logits[biasIds[i]] += biases[i];
        }
        if (endForbidden) {
            for (int id : endTokens) {
                logits[id] = Float.NEGATIVE_INFINITY;
            }
        }
    }
}
