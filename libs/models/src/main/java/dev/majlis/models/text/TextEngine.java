package dev.majlis.models.text;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A loaded language model that writes text: in process (llama.cpp) or remote (OpenAI-style, DJL Serving).
 *
 * <p>Thread-safe. {@link #close()} frees the model and ends every thread the engine started.
 */
public interface TextEngine extends AutoCloseable {

    /** What an engine may or may not do; a request that needs a missing one is refused, never silently weakened. */
    enum Capability {
        /** Takes {@link Prompt.Rendered} and {@link Prompt.Tokens}. */
        RENDERED_PROMPT,
        /** Takes {@link Prompt.Messages} and applies its own template. */
        MESSAGES,
        /** Exact log-likelihoods of the sampled tokens and of the top alternatives. */
        LOG_PROBABILITIES,
        /** Constrained output: {@link OutputFormat} other than text. */
        GRAMMAR,
        /** {@link #tokenize} and {@link #detokenize}. */
        TOKENIZER,
        /** {@link #likelihood}: log-likelihood of a text that is given. */
        SCORING,
        /** {@link #meanHiddenState}. */
        HIDDEN_STATES
    }

    /** What was loaded. */
    TextModel model();

    Set<Capability> capabilities();

    /**
     * Starts a generation and returns at once. Deltas go to {@code listener} on the engine's own thread: it must not
     * block.
     *
     * @throws dev.majlis.models.ModelException {@code TOO_LONG} when prompt and answer cannot fit the context (both
     *     numbers are named), {@code OVERLOADED} when the engine's queue is full, {@code UNSUPPORTED} for a missing
     *     capability
     */
    Generation generate(GenerationRequest request, GenerationListener listener);

    /** Token ids of a text; control tokens are recognised only where {@code parseSpecial} is set. */
    int[] tokenize(String text, boolean parseSpecial);

    /** Number of tokens that a prompt takes in the context. */
    int countTokens(Prompt prompt);

    /** Text of token ids; bytes that are no valid UTF-8 become U+FFFD. */
    String detokenize(int[] tokens);

    /**
     * How likely the model finds a given continuation, from unmodified logits, in one pass without sampling.
     *
     * @throws dev.majlis.models.ModelException {@code UNSUPPORTED} without {@link Capability#SCORING}; else as {@link
     *     #generate}
     */
    default CompletionStage<Likelihood> likelihood(Prompt prompt, Prompt continuation) {
        throw new ModelException(Code.UNSUPPORTED, model().name() + " cannot score a given text");
    }

    /**
     * Mean over the prompt's tokens of the hidden states after the last norm: {@code float[width]}.
     *
     * @throws dev.majlis.models.ModelException {@code UNSUPPORTED} without {@link Capability#HIDDEN_STATES}; else as {@link
     *     #generate}
     */
    default CompletionStage<float[]> meanHiddenState(Prompt prompt) {
        throw new ModelException(Code.UNSUPPORTED, model().name() + " does not show its hidden states");
    }

    @Override
    void close();
}
