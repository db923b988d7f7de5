package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * @param reply the whole answer in the form that was asked for
 * @param text to be shown while it is streamed; empty where several texts are handed on to a further step
 */
public record ChatAnswer(ObjectNode reply, Optional<String> text) {
    public ChatAnswer {
        requireNonNull(reply, "reply is null");
        requireNonNull(text, "text is null");
    }
}
