package dev.majlis.jaischat.served;

import dev.majlis.jaischat.GenerationDefaults;
import dev.majlis.models.template.ChatTemplate;
import dev.majlis.models.text.TextEngine;
import dev.majlis.models.text.TextModel;

/**
 * A model that answers.
 *
 * @param created epoch seconds of its loading
 */
public record ServedModel(TextEngine engine, ChatTemplate template, GenerationDefaults defaults, long created) {
    public TextModel description() {
        return engine.model();
    }

    public boolean can(TextEngine.Capability capability) {
        return engine.capabilities().contains(capability);
    }
}
