package dev.majlis.foe.host;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a hosted classifier answers: schema {@code expert-answer}.
 *
 * @param probabilities in the order of its labels
 * @param version of the weights
 * @param cost of this input
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExpertAnswer(float[] probabilities, String version, Cost cost) {
    /** @param ms this input's share of its batch */
    public record Cost(double ms) {}
}
