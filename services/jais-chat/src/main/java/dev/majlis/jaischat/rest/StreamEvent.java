package dev.majlis.jaischat.rest;

import dev.majlis.jaischat.Answer;
import dev.majlis.models.text.Choice;
import dev.majlis.models.text.GenerationListener.Delta;

/** What happens in a stream, in order; {@link Completed} or {@link Broken} is the last. */
sealed interface StreamEvent {
    /** More text. */
    record Text(Delta delta) implements StreamEvent {}

    /** A choice has ended. */
    record Ended(Choice choice) implements StreamEvent {}

    /** Every choice has ended. */
    record Completed(Answer answer) implements StreamEvent {}

    /** It failed. */
    record Broken(Throwable failure) implements StreamEvent {}

    default boolean last() {
        return this instanceof Completed || this instanceof Broken;
    }
}
