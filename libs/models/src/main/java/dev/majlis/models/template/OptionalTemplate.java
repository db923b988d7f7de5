package dev.majlis.models.template;

import dev.majlis.models.text.ChatMessage;
import java.util.List;

/** A template that the caller may switch off by variant {@code none}. */
record OptionalTemplate(ChatTemplate template) implements ChatTemplate {

    @Override
    public String name() {
        return template.name();
    }

    @Override
    public RenderedChat render(List<ChatMessage> messages, TemplateOptions options) {
        return options.variant() == TemplateOptions.Variant.NONE
                ? PlainText.of(messages)
                : template.render(messages, options);
    }

    @Override
    public List<String> stops() {
        return template.stops();
    }
}
