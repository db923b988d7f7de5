package dev.majlis.models.template;

import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import java.util.List;

/** {@code <|im_start|>role\ncontent<|im_end|>\n}: what most models without a template of their own understand. */
final class ChatMlTemplate implements ChatTemplate {

    static final String NAME = "chatml";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public RenderedChat render(List<ChatMessage> messages, TemplateOptions options) {
        Conversation conversation = Conversation.of(messages);
        var prompt = new PromptWriter();
        conversation.system().ifPresent(system -> turn(prompt, Role.SYSTEM, system));
        conversation.turns().forEach(turn -> turn(prompt, turn.role(), turn.content()));
        prompt.template("<|im_start|>assistant\n");
        return new RenderedChat(prompt.prompt(), NAME, 0);
    }

    @Override
    public List<String> stops() {
        return List.of("<|im_end|>");
    }

    private static void turn(PromptWriter prompt, Role role, String content) {
        prompt.template("<|im_start|>" + role.wireName() + "\n")
                .message(content)
                .template("<|im_end|>\n");
    }
}
