package dev.majlis.models.template;

import dev.majlis.models.template.TemplateOptions.SystemMode;
import dev.majlis.models.template.TemplateOptions.Variant;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import java.util.List;

/**
 * The prompt formats of the Jais chat models, byte for byte (jais.md §2.7). Their texts lie in the resources {@code
 * jais/*.txt}. Markers are plain text to the tokeniser, so markers in messages are broken ({@link ForgedMarkers}).
 */
final class JaisTemplate implements ChatTemplate {

    static final List<String> NAMES = List.of("jais-13b-chat", "jais-30b-chat", "jais-family-chat");

    private static final List<String> STOPS =
            List.of("[|Human|]", "[|AI|]", "### Instruction", "### Input", "### Response");

    private final JaisTexts texts;

    private JaisTemplate(JaisTexts texts) {
        this.texts = texts;
    }

    static JaisTemplate named(String name) {
        return new JaisTemplate(JaisTexts.of(name));
    }

    @Override
    public String name() {
        return texts.name();
    }

    @Override
    public List<String> stops() {
        return STOPS;
    }

    @Override
    public RenderedChat render(List<ChatMessage> messages, TemplateOptions options) {
        Conversation conversation = Conversation.of(messages);
        JaisTexts.Language language = texts.language(variant(options, conversation));
        var markers = new ForgedMarkers();
        var prompt = new PromptWriter();
        header(prompt, language, conversation, options.systemMode(), markers);
        turns(prompt, conversation, markers);
        prompt.template(language.suffix());
        return new RenderedChat(prompt.prompt(), name() + "/" + language.code(), markers.count());
    }

    private static Variant variant(TemplateOptions options, Conversation conversation) {
        if (options.variant() == Variant.AUTO) {
            return Script.of(conversation.lastQuestion()) == Script.ARABIC ? Variant.AR : Variant.EN;
        }
        return options.variant();
    }

    private static void header(
            PromptWriter prompt,
            JaisTexts.Language language,
            Conversation conversation,
            SystemMode mode,
            ForgedMarkers markers) {
        if (conversation.system().isEmpty()) {
            boolean oneTurn = conversation.turns().size() == 1;
            prompt.template(oneTurn ? language.header() : language.laterHeader());
            return;
        }
        prompt.template(language.systemStart());
        if (mode == SystemMode.APPEND) {
            prompt.template(language.system() + "\n");
        }
        prompt.message(markers.neutralise(conversation.system().get())).template(language.systemEnd());
    }

    private void turns(PromptWriter prompt, Conversation conversation, ForgedMarkers markers) {
        List<ChatMessage> turns = conversation.turns();
        for (int i = 0; i < turns.size(); i++) {
            String mark = turns.get(i).role() == Role.USER ? "[|Human|] " : "[|AI|] ";
            String content = turns.get(i).content();
            String text = i > 0 && texts.trimsLaterTurns() ? content.strip() : content;
            prompt.template((i == 0 ? "" : "\n") + mark).message(markers.neutralise(text));
        }
    }
}
