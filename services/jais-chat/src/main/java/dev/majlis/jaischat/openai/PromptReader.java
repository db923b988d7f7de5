package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.jaischat.PromptInput;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;

/** Reads the prompt of a text completion: a string or token ids, alone or as the only element of an array. */
final class PromptReader {
    private static final String POINTER = "/prompt";

    private PromptReader() {}

    static PromptInput read(Fields request) {
        JsonNode prompt = request.raw("prompt").orElseThrow(() -> MeshException.invalid(POINTER, "is required"));
        if (prompt.isArray() && !prompt.isEmpty() && !prompt.get(0).isNumber()) {
            if (prompt.size() > 1) {
                throw MeshException.invalid(
                        POINTER, "must be one prompt, has " + prompt.size() + ": send one request each");
            }
            prompt = prompt.get(0);
        }
        if (prompt.isTextual()) {
            if (prompt.asText().isEmpty()) {
                throw MeshException.invalid(POINTER, "must not be empty");
            }
            return new PromptInput.Text(Fields.requirePrintable(prompt.asText(), POINTER));
        }
        if (prompt.isArray()) {
            return new PromptInput.TokenIds(tokenIds(prompt, POINTER));
        }
        throw MeshException.invalid(POINTER, "must be a string or an array of token ids, not " + Fields.shown(prompt));
    }

    static int[] tokenIds(JsonNode array, String pointer) {
        if (!array.isArray()) {
            throw MeshException.invalid(pointer, "must be an array of token ids, not " + Fields.shown(array));
        }
        if (array.isEmpty()) {
            throw MeshException.invalid(pointer, "must not be empty");
        }
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = array.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0) {
                throw MeshException.invalid(pointer + "/" + i, "must be a token id, not " + Fields.shown(id));
            }
            ids[i] = id.asInt();
        }
        return ids;
    }

    /** Options of OpenAI that would change the answer. */
    static void refuseUnsupported(Fields request) {
        if (request.text("suffix").filter(suffix -> !suffix.isEmpty()).isPresent()) {
            throw unsupported("/suffix", "text cannot be inserted before a suffix");
        }
        int n = request.raw("n").map(JsonNode::asInt).orElse(1);
        if (request.integer("best_of", 1, Integer.MAX_VALUE)
                .filter(wish -> wish != n)
                .isPresent()) {
            throw unsupported("/best_of", "answers are chosen by the best-of routes of the gateway, not here");
        }
    }

    private static MeshException unsupported(String pointer, String message) {
        return new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, pointer + ": " + message)
                .withErrors(List.of(new FieldError(pointer, message)));
    }
}
