package dev.majlis.models.template;

import dev.majlis.models.text.ChatMessage;
import java.util.List;

/** Variant {@code none}: the messages' text, a line break between them, no template at all. */
final class PlainText {

    private PlainText() {}

    static RenderedChat of(List<ChatMessage> messages) {
        Conversation.of(messages);
        String text =
                String.join("\n", messages.stream().map(ChatMessage::content).toList());
        return new RenderedChat(new PromptWriter().message(text).prompt(), "none", 0);
    }
}
