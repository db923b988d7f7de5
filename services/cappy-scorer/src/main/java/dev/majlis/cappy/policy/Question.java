package dev.majlis.cappy.policy;

import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.models.encode.EncodeOptions;
import java.util.List;
import java.util.Optional;

/**
 * What is to be chosen, and how.
 *
 * @param instruction that the answers answer
 * @param answers at least one
 * @param policy by which to choose
 * @param model scorer of {@link Policy#CAPPY}; empty for the default
 * @param seed of {@link Policy#RANDOM}
 * @param decoding that {@link Policy#FIRST} looks for; empty for any
 * @param references of {@link Policy#ORACLE}
 * @param rougeMode of {@link Policy#ORACLE}
 * @param options for the scorer
 */
public record Question(
        String instruction,
        List<Answer> answers,
        Policy policy,
        Optional<String> model,
        long seed,
        Optional<String> decoding,
        List<String> references,
        RougeMode rougeMode,
        EncodeOptions options) {
    public Question {
        answers = List.copyOf(answers);
        references = List.copyOf(references);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("answers is empty");
        }
    }
}
