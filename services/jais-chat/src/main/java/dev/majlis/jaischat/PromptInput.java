package dev.majlis.jaischat;

import dev.majlis.models.text.ChatMessage;
import java.util.List;

/** What the client wants continued. */
public sealed interface PromptInput {
    /** A conversation, to be written as the model's template says. */
    record Conversation(List<ChatMessage> messages) implements PromptInput {
        public Conversation {
            messages = List.copyOf(messages);
        }
    }

    /** Raw text; no template. */
    record Text(String text) implements PromptInput {}

    /** Token ids, taken as they are. */
    record TokenIds(int[] ids) implements PromptInput {}
}
