package dev.majlis.jaischat;

import dev.majlis.jaischat.served.ServedModel;
import dev.majlis.models.text.GenerationRequest;

/**
 * A request that fits its model, not yet started.
 *
 * @param promptTokens 0 when the engine does not count
 */
public record PreparedAnswer(
        AnswerHead head, ServedModel model, GenerationRequest generation, int promptTokens, Caller caller) {}
