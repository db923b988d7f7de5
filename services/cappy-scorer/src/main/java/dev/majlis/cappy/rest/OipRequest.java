package dev.majlis.cappy.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.Overflows;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An inference request (platform §4.1): data may be flat or nested, row-major; the product of the shape must be the number of
 * elements.
 *
 * @param id echoed
 * @param pairs one for each row
 * @param overflow from {@code parameters.overflow}; empty for the default
 */
record OipRequest(Optional<String> id, List<Pair> pairs, Optional<Overflow> overflow) {
    static final String INSTRUCTION = "instruction";
    static final String RESPONSE = "response";
    static final String SCORE = "score";
    static final String BYTES = "BYTES";
    static final String FP32 = "FP32";

    static OipRequest of(Fields body) {
        Optional<String> id = body.optionalText("id");
        Optional<Overflow> overflow = body.optionalObject("parameters").flatMap(parameters -> {
            Optional<Overflow> wanted = parameters.word("overflow", Overflows::of, Overflows.WORDS);
            parameters.refuseUnknown();
            return wanted;
        });
        Map<String, List<String>> tensors = tensors(body);
        requireOutputs(body);
        List<String> instructions = required(tensors, INSTRUCTION);
        List<String> responses = required(tensors, RESPONSE);
        if (instructions.size() != responses.size()) {
            throw Failures.lengthMismatch(
                    "/inputs",
                    "%d elements of instruction, %d of response".formatted(instructions.size(), responses.size()));
        }
        List<Pair> pairs = new ArrayList<>(responses.size());
        for (int i = 0; i < responses.size(); i++) {
            pairs.add(new Pair(instructions.get(i), responses.get(i)));
        }
        return new OipRequest(id, pairs, overflow);
    }

    private static Map<String, List<String>> tensors(Fields body) {
        Map<String, List<String>> tensors = new HashMap<>();
        for (Fields input : body.objects("inputs")) {
            String name = input.text("name");
            if (!name.equals(INSTRUCTION) && !name.equals(RESPONSE)) {
                throw Failures.invalid(
                        input.pointer("name"), "'%s' is not one of instruction, response".formatted(name));
            }
            if (tensors.put(name, tensor(input)) != null) {
                throw Failures.invalid(input.pointer("name"), "'%s' is given twice".formatted(name));
            }
        }
        return tensors;
    }

    private static List<String> tensor(Fields input) {
        String datatype = input.text("datatype");
        if (!datatype.equals(BYTES)) {
            throw Failures.invalid(input.pointer("datatype"), "must be BYTES, got " + datatype);
        }
        input.optionalObject("parameters").ifPresent(Fields::refuseUnknown);
        List<Integer> shape = new ArrayList<>();
        List<Long> product = new ArrayList<>(List.of(1L));
        input.elements("shape", (size, pointer) -> {
            if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 1) {
                throw Failures.invalid(pointer, "expected a whole number of at least 1");
            }
            shape.add(size.intValue());
            product.set(0, Math.min(Integer.MAX_VALUE, product.get(0) * size.intValue()));
            return size.intValue();
        });
        if (shape.size() > 2 || (shape.size() == 2 && shape.get(1) != 1)) {
            throw Failures.invalid(input.pointer("shape"), "must be [n] or [n, 1], got " + shape);
        }
        List<String> data = new ArrayList<>();
        flatten(input.require("data"), input.pointer("data"), data);
        if (product.get(0) != data.size()) {
            throw Failures.lengthMismatch(
                    input.pointer("data"),
                    "%d elements, shape %s holds %d".formatted(data.size(), shape, product.get(0)));
        }
        return data;
    }

    private static void flatten(JsonNode node, String pointer, List<String> into) {
        if (!node.isArray()) {
            into.add(Fields.text(node, pointer));
            return;
        }
        for (int i = 0; i < node.size(); i++) {
            flatten(node.get(i), pointer + "/" + i, into);
        }
    }

    private static void requireOutputs(Fields body) {
        if (!body.has("outputs")) {
            return;
        }
        for (Fields output : body.objects("outputs")) {
            String name = output.text("name");
            if (!name.equals(SCORE)) {
                throw Failures.invalid(output.pointer("name"), "'%s' is no output; there is score".formatted(name));
            }
            output.optionalObject("parameters").ifPresent(Fields::refuseUnknown);
        }
    }

    private static List<String> required(Map<String, List<String>> tensors, String name) {
        List<String> tensor = tensors.get(name);
        if (tensor == null) {
            throw Failures.missing("/inputs/" + name);
        }
        return tensor;
    }
}
