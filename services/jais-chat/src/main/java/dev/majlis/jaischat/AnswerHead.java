package dev.majlis.jaischat;

import java.util.List;
import java.util.Optional;

/**
 * What is known of an answer before its first token.
 *
 * @param id {@code chatcmpl-…} or {@code cmpl-…}
 * @param created epoch seconds
 * @param model catalog name
 * @param fingerprint of engine and weights
 * @param eosToken the model's end token, which no log-probability list shows
 * @param n answers
 * @param logprobs whether log-probabilities were asked for
 * @param echo text to put before each answer
 * @param warnings for the client
 */
public record AnswerHead(
        String id,
        Endpoint endpoint,
        long created,
        String model,
        String fingerprint,
        String eosToken,
        int n,
        boolean logprobs,
        Optional<String> echo,
        List<String> warnings) {
    public AnswerHead {
        warnings = List.copyOf(warnings);
    }
}
