package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.PredictOrder;
import dev.majlis.mesh.json.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * An inference request.
 *
 * @param id that the answer repeats
 * @param texts of the tensor {@code input}
 * @param parameters of the request that predictions know
 * @param outputs that are wanted; empty for all
 */
record OipRequest(Optional<String> id, ArrayNode texts, ObjectNode parameters, Set<String> outputs) {
    private static final Set<String> KNOWN = Set.of("policy", "budget", "max_loss", "deadline_ms", "allow_stale");

    static OipRequest read(Fields body) {
        Optional<String> id = body.optionalText("id", 128);
        ObjectNode parameters = Json.mapper().createObjectNode();
        body.object("parameters").ifPresent(said -> {
            KNOWN.forEach(name -> said.find(name).ifPresent(value -> parameters.set(name, value)));
            said.refuseUnknown();
        });
        JsonNode inputs = body.require("inputs");
        if (!inputs.isArray() || inputs.size() != 1) {
            throw Failures.invalid("/inputs", "must hold one tensor, 'input'");
        }
        ArrayNode texts = texts(Fields.of(inputs.get(0), "/inputs/0"));
        Set<String> outputs = new HashSet<>();
        body.find("outputs")
                .ifPresent(all ->
                        all.forEach(output -> outputs.add(output.path("name").asText())));
        body.refuseUnknown();
        return new OipRequest(id, texts, parameters, outputs);
    }

    /** The same as a prediction request. */
    PredictOrder order(String pool) {
        ObjectNode order = parameters.deepCopy();
        order.set("inputs", texts);
        return PredictOrder.read(Fields.of(order, ""), Optional.of(pool));
    }

    private static ArrayNode texts(Fields tensor) {
        String name = tensor.text("name", 64);
        String datatype = tensor.text("datatype", 16);
        if (!name.equals("input") || !datatype.equals("BYTES")) {
            throw Failures.invalid(
                    tensor.pointer("name"), "must be 'input' of BYTES, is '%s' of %s".formatted(name, datatype));
        }
        ArrayNode texts = Json.mapper().createArrayNode();
        flatten(tensor.require("data"), texts, tensor.pointer("data"));
        JsonNode shape = tensor.require("shape");
        long product = shape.isArray() && !shape.isEmpty() ? 1 : -1;
        for (JsonNode size : shape) {
            product *= size.canConvertToInt() ? size.asInt() : -1;
        }
        if (product != texts.size()) {
            throw Failures.dimMismatch("%s: %d elements, shape %s holds %d"
                            .formatted(tensor.pointer("data"), texts.size(), shape, product))
                    .withStatus(400);
        }
        tensor.find("parameters");
        tensor.refuseUnknown();
        return texts;
    }

    private static void flatten(JsonNode node, ArrayNode into, String pointer) {
        if (node.isArray()) {
            node.forEach(each -> flatten(each, into, pointer));
        } else {
            into.add(Fields.text(node, pointer, 256 * 1024));
        }
    }
}
