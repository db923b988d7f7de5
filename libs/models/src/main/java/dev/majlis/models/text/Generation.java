package dev.majlis.models.text;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A running generation. */
public interface Generation {

    /**
     * Completes when every choice has ended; fails with {@link dev.majlis.models.ModelException} when the engine does. A
     * cancelled generation completes with what was written and {@code CANCELLED}.
     */
    CompletionStage<Result> result();

    /** Stops within two decode steps; no effect when already ended. */
    void cancel();

    /**
     * @param choices in index order
     * @param usage tokens counted
     * @param timings how long it took
     */
    record Result(List<Choice> choices, Usage usage, Timings timings) {}

    /**
     * @param promptTokens counted once for all choices
     * @param cachedTokens of these, taken from the prefix cache
     * @param completionTokens over all choices
     */
    record Usage(int promptTokens, int cachedTokens, int completionTokens) {}

    /**
     * @param queued before the engine took it
     * @param timeToFirstToken from submission, queue and prefill included
     * @param total from submission to the last token
     */
    record Timings(Duration queued, Duration timeToFirstToken, Duration total) {}
}
