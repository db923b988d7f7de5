package dev.majlis.models.template;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the template of a model: the catalog's, else the model's own, else by architecture, else ChatML. */
public final class ChatTemplates {

    private ChatTemplates() {}

    /**
     * @param catalogName name of a known template, or {@code model} for the one in the model's metadata
     * @throws ModelException {@code INVALID} for an unknown name, or {@code model} where the model brings none
     */
    public static ChatTemplate forModel(TextModel model, Optional<String> catalogName) {
        if (catalogName.isPresent()) {
            return withVariantNone(named(catalogName.get(), model));
        }
        if (model.chatTemplate().isPresent()) {
            return withVariantNone(new JinjaTemplate(model.chatTemplate().get(), model));
        }
        return withVariantNone(
                model.architecture().startsWith("jais") ? JaisTemplate.named("jais-13b-chat") : new ChatMlTemplate());
    }

    /** Names that the catalog may use. */
    public static List<String> names() {
        var names = new ArrayList<>(JaisTemplate.NAMES);
        names.add(ChatMlTemplate.NAME);
        names.add(JinjaTemplate.NAME);
        return List.copyOf(names);
    }

    private static ChatTemplate named(String name, TextModel model) {
        if (JaisTemplate.NAMES.contains(name)) {
            return JaisTemplate.named(name);
        }
        if (name.equals(ChatMlTemplate.NAME)) {
            return new ChatMlTemplate();
        }
        if (name.equals(JinjaTemplate.NAME)) {
            return new JinjaTemplate(
                    model.chatTemplate()
                            .orElseThrow(() -> new ModelException(
                                    Code.INVALID, "model " + model.name() + " has no chat template in its metadata")),
                    model);
        }
        throw new ModelException(Code.INVALID, "no chat template named " + name + "; there are " + names());
    }

    private static ChatTemplate withVariantNone(ChatTemplate template) {
        return new OptionalTemplate(template);
    }
}
