package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.json.JsonText;
import dev.majlis.models.template.TemplateOptions;
import dev.majlis.models.text.ChatMessage;
import java.util.List;
import java.util.Optional;

/**
 * Body of {@code tokenize}, {@code detokenize} and {@code templates/render}.
 *
 * @param prompt raw text; empty when messages are given
 * @param parseSpecial whether control tokens written in the text are meant as such
 */
public record TokenRequest(
        String model,
        Optional<String> prompt,
        List<ChatMessage> messages,
        TemplateOptions template,
        boolean parseSpecial,
        int[] tokens) {
    public TokenRequest {
        messages = List.copyOf(messages);
    }

    /** A text or a conversation. */
    public static TokenRequest tokenize(byte[] body) {
        Fields fields = fields(body);
        String model = RequestReader.model(fields);
        Optional<String> prompt = fields.text("prompt");
        if (prompt.isPresent() == fields.raw("messages").isPresent()) {
            throw MeshException.invalid("/prompt", "give either prompt or messages");
        }
        boolean special = fields.truth("parse_special").orElse(false);
        return prompt.isPresent()
                ? new TokenRequest(model, prompt, List.of(), TemplateOptions.DEFAULT, special, new int[0])
                : conversation(fields, model);
    }

    /** Token ids. */
    public static TokenRequest detokenize(byte[] body) {
        Fields fields = fields(body);
        String model = RequestReader.model(fields);
        JsonNode tokens = fields.raw("tokens").orElseThrow(() -> MeshException.invalid("/tokens", "is required"));
        return new TokenRequest(
                model,
                Optional.empty(),
                List.of(),
                TemplateOptions.DEFAULT,
                false,
                PromptReader.tokenIds(tokens, "/tokens"));
    }

    /** A conversation. */
    public static TokenRequest render(byte[] body) {
        Fields fields = fields(body);
        return conversation(fields, RequestReader.model(fields));
    }

    private static TokenRequest conversation(Fields fields, String model) {
        return new TokenRequest(
                model,
                Optional.empty(),
                MessagesReader.read(fields),
                fields.object("jais").map(TemplateReader::options).orElse(TemplateOptions.DEFAULT),
                false,
                new int[0]);
    }

    private static Fields fields(byte[] body) {
        JsonText.requireUnicode(body);
        JsonNode node = Json.read(body, JsonNode.class);
        return Fields.of(node == null ? Json.mapper().missingNode() : node, "");
    }
}
