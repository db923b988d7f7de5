package dev.majlis.cappy.policy;

import java.util.List;

/**
 * What sampling until it no longer pays came to.
 *
 * @param answers that were sampled, in their order
 * @param choice among them
 * @param reason why there are no more
 * @param expectedGain of one more, in units of the score; 0 for a single answer
 */
public record Sequence(List<Answer> answers, Choice choice, Stopping.Reason reason, double expectedGain) {
    public Sequence {
        answers = List.copyOf(answers);
    }
}
