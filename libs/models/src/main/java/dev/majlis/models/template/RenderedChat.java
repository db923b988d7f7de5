package dev.majlis.models.template;

import dev.majlis.models.text.Prompt;

/**
 * A rendered conversation.
 *
 * @param prompt what the model is asked to continue
 * @param template name of the template and, where it has variants, the one used: {@code jais-13b-chat/ar}
 * @param neutralised number of forged markers in the messages that were broken (jais.md §7.4)
 */
public record RenderedChat(Prompt.Rendered prompt, String template, int neutralised) {}
