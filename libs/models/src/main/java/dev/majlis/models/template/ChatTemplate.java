package dev.majlis.models.template;

import dev.majlis.models.text.ChatMessage;
import java.util.List;

/** How a model wants a conversation written. Stateless and thread-safe. */
public interface ChatTemplate {

    /** For example {@code chatml} or {@code jais-13b-chat}. */
    String name();

    /**
     * Renders a conversation up to where the answer begins. Template text becomes control segments; what the messages say
     * becomes plain segments, so that control tokens written in them stay text.
     *
     * @throws dev.majlis.models.ModelException {@code INVALID} when the roles do not alternate after an optional system
     *     message, when the last message is not the user's or when one is blank
     */
    RenderedChat render(List<ChatMessage> messages, TemplateOptions options);

    /** Strings at which an answer in this format should stop, besides end tokens. */
    default List<String> stops() {
        return List.of();
    }
}
