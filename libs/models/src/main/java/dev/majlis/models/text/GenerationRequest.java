package dev.majlis.models.text;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request for n answers to one prompt.
 *
 * @param prompt what to continue
 * @param n number of answers, 1 … 16; they share the prefilled prompt
 * @param maxTokens upper bound of each answer, ≥ 1
 * @param minTokens no end of answer before so many tokens
 * @param sampling how tokens are drawn
 * @param stop strings that end an answer and are not part of it
 * @param topLogprobs 0 … 20 alternatives for each token; empty when no log-probabilities are asked for
 * @param format free text or constrained
 * @param priority interactive goes before batch
 * @param deadline when to give up; empty for never
 */
public record GenerationRequest(
        Prompt prompt,
        int n,
        int maxTokens,
        int minTokens,
        Sampling sampling,
        List<String> stop,
        Optional<Integer> topLogprobs,
        OutputFormat format,
        Priority priority,
        Optional<Instant> deadline) {

    public GenerationRequest {
        stop = List.copyOf(stop);
    }

    /** Who waits for the answer. */
    public enum Priority {
        INTERACTIVE,
        BATCH
    }

    /** One plain request without stop strings, log-probabilities, grammar or deadline. */
    public static GenerationRequest of(Prompt prompt, int n, int maxTokens, Sampling sampling) {
        return new GenerationRequest(
                prompt,
                n,
                maxTokens,
                0,
                sampling,
                List.of(),
                Optional.empty(),
                OutputFormat.TEXT,
                Priority.INTERACTIVE,
                Optional.empty());
    }
}
