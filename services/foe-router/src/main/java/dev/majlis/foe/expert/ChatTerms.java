package dev.majlis.foe.expert;

import dev.majlis.foe.error.Failures;
import java.util.Optional;

/**
 * How a language model is asked as an expert: two experts may be one model under two prompts or temperatures.
 *
 * @param model name at the endpoint
 * @param system words put before the conversation
 * @param template text around an input that is no conversation, with {@code {input}} in its place
 * @param temperature of sampling; empty for the request's or the endpoint's own
 * @param maxTokens most tokens of an answer; empty likewise
 * @param seed of sampling; empty for the request's own
 */
public record ChatTerms(
        String model,
        Optional<String> system,
        Optional<String> template,
        Optional<Double> temperature,
        Optional<Integer> maxTokens,
        Optional<Long> seed) {
    /** Where the input goes in a template. */
    public static final String INPUT = "{input}";

    public ChatTerms {
        system = system == null ? Optional.empty() : system;
        template = template == null ? Optional.empty() : template;
        temperature = temperature == null ? Optional.empty() : temperature;
        maxTokens = maxTokens == null ? Optional.empty() : maxTokens;
        seed = seed == null ? Optional.empty() : seed;
        if (model == null || model.isBlank()) {
            throw Failures.invalid("/endpoint/terms/model", "is missing");
        }
        if (template.isPresent() && !template.get().contains(INPUT)) {
            throw Failures.invalid("/endpoint/terms/template", "has no " + INPUT);
        }
    }
}
