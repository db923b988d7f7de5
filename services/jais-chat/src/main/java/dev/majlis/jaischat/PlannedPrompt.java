package dev.majlis.jaischat;

import dev.majlis.models.text.Prompt;
import java.util.List;

/**
 * A prompt that fits.
 *
 * @param tokens it takes; 0 when the engine does not count
 * @param template name of the template and variant, {@code none} for raw prompts
 * @param neutralised forged markers in the messages that were broken
 * @param warnings what the client should know about it
 */
public record PlannedPrompt(Prompt prompt, int tokens, String template, int neutralised, List<String> warnings) {
    public PlannedPrompt {
        warnings = List.copyOf(warnings);
    }
}
