package dev.majlis.foe.serve;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Answers to the inputs of one request.
 *
 * @param policy that answered; null when the pool's own did and no input was answered
 * @param results a {@link Prediction} or a {@link Failed} for each input, in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PredictAnswer(String pool, String policy, List<Object> results) {
    /** Why one input has no answer. */
    public record Failed(String id, Reason error) {}

    /** @param code for example {@code ALL_EXPERTS_FAILED} */
    public record Reason(String code, String detail) {}
}
