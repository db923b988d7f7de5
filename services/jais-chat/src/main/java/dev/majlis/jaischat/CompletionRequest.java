package dev.majlis.jaischat;

import static java.util.Objects.requireNonNull;

import dev.majlis.models.template.TemplateOptions;
import dev.majlis.models.text.OutputFormat;
import java.util.List;
import java.util.Optional;

/**
 * A checked request for n answers (jais.md §7.1).
 *
 * @param model name as configured
 * @param n answers, 1 … 16
 * @param maxTokens longest answer; empty for as much as is usual
 * @param minTokens no end of an answer before; empty for the model's default
 * @param stop strings of the client that end an answer
 * @param defaultStops whether the template's own markers end an answer too
 * @param topLogprobs alternatives for each token; empty when no log-probabilities are asked for
 * @param stream whether the answer is sent as it is written
 * @param includeUsage whether a stream ends with a chunk that counts tokens
 * @param echo whether the answer begins with the prompt; text completions only
 * @param template language variant and system mode
 * @param warnings what was ignored, in words for the client
 */
public record CompletionRequest(
        Endpoint endpoint,
        String model,
        PromptInput input,
        int n,
        Optional<Integer> maxTokens,
        Optional<Integer> minTokens,
        RequestedSampling sampling,
        List<String> stop,
        boolean defaultStops,
        Optional<Integer> topLogprobs,
        OutputFormat format,
        boolean stream,
        boolean includeUsage,
        boolean echo,
        TemplateOptions template,
        Overflow overflow,
        List<String> warnings) {
    public CompletionRequest {
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(model, "model is null");
        requireNonNull(input, "input is null");
        stop = List.copyOf(stop);
        warnings = List.copyOf(warnings);
    }

    /** The same with another number of answers. */
    public CompletionRequest withN(int answers) {
        return new CompletionRequest(
                endpoint,
                model,
                input,
                answers,
                maxTokens,
                minTokens,
                sampling,
                stop,
                defaultStops,
                topLogprobs,
                format,
                stream,
                includeUsage,
                echo,
                template,
                overflow,
                warnings);
    }
}
