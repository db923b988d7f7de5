package dev.majlis.jaischat;

import dev.majlis.models.text.Choice;
import dev.majlis.models.text.Generation;
import java.util.List;

/**
 * A finished answer.
 *
 * @param choices in index order
 * @param usage completion tokens over all choices, prompt once
 */
public record Answer(AnswerHead head, List<Choice> choices, Generation.Usage usage, Generation.Timings timings) {
    public Answer {
        choices = List.copyOf(choices);
    }
}
