package dev.majlis.jaischat.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.jaischat.Endpoint;
import dev.majlis.mesh.error.MeshException;
import java.util.Optional;

/**
 * Parameters of a hop to {@code jais-chat.chat}.
 *
 * @param endpoint which kind of request the body is; {@code chat} when not said
 * @param candidates whether a {@code CandidateSet} is answered instead of OpenAI's body
 * @param n answers, over the body's own
 */
record ChatHop(Endpoint endpoint, boolean candidates, Optional<Integer> n) {

    /** @throws MeshException {@code invalid-request} for a value that is not known */
    static ChatHop of(ObjectNode parameters, int maxChoices) {
        Endpoint endpoint =
                switch (parameters.path("endpoint").asText("chat")) {
                    case "chat" -> Endpoint.CHAT;
                    case "completions" -> Endpoint.TEXT;
                    default -> throw wrong("endpoint", "must be chat or completions");
                };
        boolean candidates =
                switch (parameters.path("output").asText("openai")) {
                    case "openai" -> false;
                    case "candidates" -> true;
                    default -> throw wrong("output", "must be openai or candidates");
                };
        return new ChatHop(endpoint, candidates, n(parameters.path("n"), maxChoices));
    }

    private static Optional<Integer> n(JsonNode n, int maxChoices) {
        if (n.isMissingNode() || n.isNull()) {
            return Optional.empty();
        }
        if (!n.isIntegralNumber() || n.asLong() < 1 || n.asLong() > maxChoices) {
            throw wrong("n", "must be in 1 … %d, not %s".formatted(maxChoices, n));
        }
        return Optional.of(n.asInt());
    }

    private static MeshException wrong(String parameter, String message) {
        return MeshException.invalid("/" + parameter, "hop parameter " + message);
    }
}
