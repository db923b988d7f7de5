package dev.majlis.models.template;

import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import java.util.List;
import java.util.Optional;

/**
 * Messages in the only order that templates know: an optional system message, then user and assistant in turn, a user's
 * question last.
 *
 * @param system text of the system message
 * @param turns user, assistant, …, user
 */
record Conversation(Optional<String> system, List<ChatMessage> turns) {

    Conversation {
        turns = List.copyOf(turns);
    }

    /** @throws ModelException {@code INVALID} naming the message that is out of order or blank */
    static Conversation of(List<ChatMessage> messages) {
        if (messages.isEmpty()) {
            throw new ModelException(Code.INVALID, "messages must not be empty");
        }
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).content().isBlank()) {
                throw new ModelException(Code.INVALID, "messages[" + i + "].content must not be blank");
            }
        }
        boolean hasSystem = messages.get(0).role() == Role.SYSTEM;
        int first = hasSystem ? 1 : 0;
        for (int i = first; i < messages.size(); i++) {
            Role expected = (i - first) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (messages.get(i).role() != expected) {
                throw new ModelException(
                        Code.INVALID,
                        "messages[" + i + "].role must be " + expected.wireName() + " but is "
                                + messages.get(i).role().wireName()
                                + ": after an optional system message, user and assistant alternate");
            }
        }
        if (messages.get(messages.size() - 1).role() != Role.USER) {
            throw new ModelException(Code.INVALID, "the last message must be the user's");
        }
        return new Conversation(
                hasSystem ? Optional.of(messages.get(0).content()) : Optional.empty(),
                messages.subList(first, messages.size()));
    }

    String lastQuestion() {
        return turns.get(turns.size() - 1).content();
    }
}
