package dev.majlis.cappy.sample;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.generate.Decoding;
import dev.majlis.cappy.generate.DecodingSettings;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.envelope.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which generator of the mesh shall write candidates, and how many by which decoding (cappy.md §7).
 *
 * @param operation {@code <service>.chat}
 * @param model of the generator; empty for its default
 * @param decodings in the order of the request
 * @param maxNewTokens of one candidate
 */
public record GeneratorRequest(
        Operation operation, Optional<String> model, List<Decoding> decodings, int maxNewTokens) {
    private static final int DEFAULT_TOKENS = 64;
    private static final int MOST_TOKENS = 4_096;
    private static final int MOST_SAMPLES = 17;

    public static GeneratorRequest of(Fields fields) {
        Operation operation = operation(fields);
        List<Decoding> decodings = decodings(fields);
        var request = new GeneratorRequest(
                operation,
                fields.optionalText("model"),
                decodings,
                fields.whole("max_new_tokens", 1, MOST_TOKENS).orElse(DEFAULT_TOKENS));
        fields.refuseUnknown();
        return request;
    }

    public int total() {
        return decodings.stream().mapToInt(Decoding::samples).sum();
    }

    /** The decodings of some of the samples, numbered over all of them. */
    public List<Decoding> slice(int from, int count) {
        List<Decoding> slice = new ArrayList<>();
        int begin = 0;
        for (Decoding decoding : decodings) {
            int end = begin + decoding.samples();
            int samples = Math.min(end, from + count) - Math.max(begin, from);
            if (samples > 0) {
                slice.add(new Decoding(decoding.name(), decoding.settings(), samples));
            }
            begin = end;
        }
        return slice;
    }

    private static Operation operation(Fields fields) {
        String service = fields.text("service");
        try {
            return new Operation(service, "chat");
        } catch (IllegalArgumentException e) {
            throw Failures.invalid(fields.pointer("service"), "'%s' is no name of a service".formatted(service));
        }
    }

    private static List<Decoding> decodings(Fields fields) {
        JsonNode node = fields.require("decodings");
        Fields named = Fields.of(node, fields.pointer("decodings"));
        List<Decoding> decodings = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> {
            DecodingSettings settings = settings(name, named.pointer(name));
            named.whole(name, 1, MOST_SAMPLES)
                    .ifPresent(samples -> decodings.add(new Decoding(name, settings, samples)));
        });
        if (decodings.isEmpty()) {
            throw Failures.emptyBatch(fields.pointer("decodings"));
        }
        return decodings;
    }

    private static DecodingSettings settings(String name, String pointer) {
        try {
            return DecodingSettings.of(name);
        } catch (IllegalArgumentException e) {
            throw name.startsWith("beam")
                    ? Failures.unsupported(pointer, e.getMessage())
                    : Failures.invalid(pointer, e.getMessage());
        }
    }
}
