package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.models.text.ChatMessage;
import dev.majlis.models.text.ChatMessage.Role;
import java.util.ArrayList;
import java.util.List;

/** Reads conversations: an optional system message, then user and assistant in turn, a question last. */
final class MessagesReader {
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");

    private MessagesReader() {}

    static List<ChatMessage> read(Fields request) {
        JsonNode array = request.raw("messages").orElseThrow(() -> MeshException.invalid("/messages", "is required"));
        if (!array.isArray()) {
            throw MeshException.invalid("/messages", "must be an array, not " + Fields.shown(array));
        }
        if (array.isEmpty()) {
            throw MeshException.invalid("/messages", "must have at least 1 message, has 0");
        }
        List<ChatMessage> messages = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            messages.add(message(request, array.get(i), "/messages/" + i));
        }
        requireOrder(messages);
        return messages;
    }

    private static ChatMessage message(Fields request, JsonNode node, String pointer) {
        Fields fields = request.part(node, pointer);
        Role role = role(fields);
        if (fields.raw("tool_calls").isPresent() || fields.raw("function_call").isPresent()) {
            throw Refused.tools(fields.pointer("tool_calls"));
        }
        String content = fields.raw("content")
                .map(value -> content(fields, value))
                .orElseThrow(() -> MeshException.invalid(fields.pointer("content"), "is required"));
        if (content.isBlank()) {
            throw MeshException.invalid(fields.pointer("content"), "must not be empty");
        }
        return new ChatMessage(role, content);
    }

    /** {@code developer} is what OpenAI calls {@code system} today. */
    private static Role role(Fields fields) {
        String role = fields.oneOf("role", ROLES)
                .orElseThrow(() -> MeshException.invalid(fields.pointer("role"), "is required"));
        return switch (role) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> throw Refused.tools(fields.pointer("role"));
        };
    }

    private static String content(Fields message, JsonNode value) {
        String pointer = message.pointer("content");
        if (value.isTextual()) {
            return Fields.requirePrintable(value.asText(), pointer);
        }
        if (!value.isArray()) {
            throw MeshException.invalid(pointer, "must be a string or an array of parts, not " + Fields.shown(value));
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            Fields part = message.part(value.get(i), pointer + "/" + i);
            if (part.oneOf("type", List.of("text")).isEmpty()) {
                throw MeshException.invalid(part.pointer("type"), "is required");
            }
            parts.add(part.text("text").orElseThrow(() -> MeshException.invalid(part.pointer("text"), "is required")));
        }
        return String.join("\n", parts);
    }

    private static void requireOrder(List<ChatMessage> messages) {
        int first = messages.get(0).role() == Role.SYSTEM ? 1 : 0;
        for (int i = first; i < messages.size(); i++) {
            Role expected = (i - first) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            Role actual = messages.get(i).role();
            if (actual != expected) {
                throw MeshException.invalid(
                        "/messages/" + i + "/role",
                        "must be '%s', not '%s': after an optional system message, user and assistant alternate"
                                .formatted(expected.wireName(), actual.wireName()));
            }
        }
        int last = messages.size() - 1;
        if (messages.get(last).role() != Role.USER) {
            throw MeshException.invalid("/messages/" + last + "/role", "the last message must be the user's");
        }
    }
}
