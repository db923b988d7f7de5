package dev.majlis.trainer.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.generate.Decoding;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who writes the candidates of rows that bring none.
 *
 * @param operation {@code <service>.chat}
 * @param model of it; empty for its default
 * @param decodings how many of each
 * @param maxNewTokens of one candidate
 * @param inFlight items that are worked on at the same time
 */
record GeneratorSpec(
        Operation operation, Optional<String> model, List<Decoding> decodings, int maxNewTokens, int inFlight) {
    private static final String AT = "/parameters/generator";
    private static final Set<String> FIELDS = Set.of("service", "model", "decodings", "maxNewTokens", "inFlight");
    private static final int MOST_SAMPLES = 64;

    /** @throws MeshException naming the field that cannot be used */
    static GeneratorSpec of(JsonNode node) {
        if (!node.isObject()) {
            throw MeshException.invalid(AT, "expected an object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw MeshException.invalid(AT + "/" + name, "unknown; known are " + FIELDS);
            }
        });
        return new GeneratorSpec(
                operation(node.path("service")),
                model(node.path("model")),
                decodings(node.path("decodings")),
                whole(node, "maxNewTokens", 4_096, 64),
                whole(node, "inFlight", 64, 2));
    }

    /** As it stands in a job, defaults included. */
    ObjectNode json() {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("service", operation.service());
        model.ifPresent(name -> node.put("model", name));
        ObjectNode counts = node.putObject("decodings");
        decodings.forEach(decoding -> counts.put(decoding.name(), decoding.samples()));
        return node.put("maxNewTokens", maxNewTokens).put("inFlight", inFlight);
    }

    private static Operation operation(JsonNode service) {
        try {
            return new Operation(service.isMissingNode() ? "jais-chat" : service.asText(), "chat");
        } catch (IllegalArgumentException e) {
            throw MeshException.invalid(AT + "/service", "is no name of a service");
        }
    }

    private static Optional<String> model(JsonNode model) {
        if (model.isMissingNode() || model.isNull()) {
            return Optional.empty();
        }
        if (!model.isTextual()
                || model.textValue().isBlank()
                || model.textValue().length() > 128) {
            throw MeshException.invalid(AT + "/model", "expected a name of at most 128 characters");
        }
        return Optional.of(model.textValue());
    }

    private static List<Decoding> decodings(JsonNode node) {
        if (node.isMissingNode()) {
            return Decoding.published();
        }
        if (!node.isObject() || node.isEmpty()) {
            throw MeshException.invalid(AT + "/decodings", "expected an object: decoding → number of samples");
        }
        List<Decoding> decodings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String at = AT + "/decodings/" + entry.getKey();
            if (!entry.getValue().canConvertToInt() || entry.getValue().intValue() < 1) {
                throw MeshException.invalid(at, "expected a whole number of at least 1");
            }
            try {
                decodings.add(Decoding.of(entry.getKey(), entry.getValue().intValue()));
            } catch (IllegalArgumentException e) {
                throw MeshException.invalid(at, e.getMessage());
            }
        }
        if (decodings.stream().mapToLong(Decoding::samples).sum() > MOST_SAMPLES) {
            throw MeshException.invalid(AT + "/decodings", "more than %d samples an item".formatted(MOST_SAMPLES));
        }
        return decodings;
    }

    private static int whole(JsonNode node, String name, int most, int usual) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
            throw MeshException.invalid(AT + "/" + name, "expected a whole number from 1 to %d".formatted(most));
        }
        return value.intValue();
    }
}
