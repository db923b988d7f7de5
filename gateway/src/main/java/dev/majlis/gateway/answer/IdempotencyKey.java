package dev.majlis.gateway.answer;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.Optional;

/** The header {@code Idempotency-Key}: a structured-field string, or the same without quotes; 1 to 255 characters. */
public final class IdempotencyKey {
    private static final int LONGEST = 255;

    private IdempotencyKey() {}

    /** @throws MeshException {@code invalid-request} when there is one that is not well formed */
    public static Optional<String> parse(String header) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        String key = text.startsWith("\"") ? quoted(text) : text;
        if (key.isEmpty() || key.length() > LONGEST) {
            throw wrong("must have 1 to %d characters, got %d".formatted(LONGEST, key.length()));
        }
        if (!key.chars().allMatch(character -> character >= 0x20 && character < 0x7F)) {
            throw wrong("must be printable ASCII");
        }
        return Optional.of(key);
    }

    private static String quoted(String text) {
        StringBuilder key = new StringBuilder();
        for (int at = 1; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"') {
                if (at != text.length() - 1) {
                    throw wrong("has text after the closing quote");
                }
                return key.toString();
            }
            if (character == '\\') {
                at++;
                if (at == text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\\')) {
                    throw wrong("only \\\" and \\\\ are escapes");
                }
                character = text.charAt(at);
            }
            key.append(character);
        }
        throw wrong("has no closing quote");
    }

    private static MeshException wrong(String message) {
        return new MeshException(ProblemSlug.INVALID_REQUEST, "Idempotency-Key: " + message);
    }
}
