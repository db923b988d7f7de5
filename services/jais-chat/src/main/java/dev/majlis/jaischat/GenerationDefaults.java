package dev.majlis.jaischat;

import dev.majlis.models.text.Sampling;
import dev.majlis.models.text.TextModel;
import java.util.Locale;

/**
 * How a model samples when the client says nothing.
 *
 * @param temperature 0 is greedy
 * @param topP nucleus, in (0, 1]
 * @param topK 0 switches it off
 * @param repetitionPenalty 1 switches it off
 * @param minTokens no end of an answer before
 */
public record GenerationDefaults(double temperature, double topP, int topK, double repetitionPenalty, int minTokens) {
    /** The cards of the Jais chat models (jais.md §2.8), with the top-k that their library applies unasked. */
    public static final GenerationDefaults JAIS = new GenerationDefaults(0.3, 0.9, 50, 1.2, 4);

    /** The example on the model cards of SmolLM2, with the top-k that its library applies unasked. */
    public static final GenerationDefaults SMOLLM2 = new GenerationDefaults(0.2, 0.9, 50, 1, 0);

    /** What the OpenAI API promises. */
    public static final GenerationDefaults OPENAI = new GenerationDefaults(1, 1, 0, 1, 0);

    public static GenerationDefaults of(TextModel model) {
        String name = model.name().toLowerCase(Locale.ROOT);
        if (model.architecture().startsWith("jais") || name.startsWith("jais")) {
            return JAIS;
        }
        return name.startsWith("smollm2") ? SMOLLM2 : OPENAI;
    }

    /**
     * The sampling of a request.
     *
     * @param seedOtherwise when the client gave none
     */
    public Sampling sampling(RequestedSampling wanted, long seedOtherwise) {
        return new Sampling(
                wanted.temperature().orElse(temperature),
                wanted.topP().orElse(topP),
                wanted.topK().orElse(topK),
                wanted.minP().orElse(0.0),
                wanted.repetitionPenalty().orElse(repetitionPenalty),
                wanted.presencePenalty().orElse(0.0),
                wanted.frequencyPenalty().orElse(0.0),
                wanted.logitBias(),
                wanted.seed().orElse(seedOtherwise));
    }
}
