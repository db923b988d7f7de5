package dev.majlis.jaischat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.jaischat.Limits;
import dev.majlis.jaischat.ModelFailures;
import dev.majlis.jaischat.RequestedSampling;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a request says about sampling. */
final class SamplingReader {
    private SamplingReader() {}

    static RequestedSampling read(Fields fields) {
        requireHf(fields);
        return new RequestedSampling(
                fields.number("temperature", 0, 2),
                fields.positive("top_p", 1),
                fields.integer("top_k", 0, Integer.MAX_VALUE),
                minP(fields),
                fields.positive("repetition_penalty", 10),
                fields.number("presence_penalty", -2, 2),
                fields.number("frequency_penalty", -2, 2),
                biases(fields),
                fields.int64("seed"));
    }

    /** Our engines sample in one order of steps; the other one asked for would give other answers. */
    private static void requireHf(Fields fields) {
        String profile =
                fields.oneOf("sampler_profile", List.of("hf", "llamacpp")).orElse("hf");
        if (!profile.equals("hf")) {
            String message = "the engines sample with profile 'hf' only";
            throw new MeshException(ProblemSlug.UNPROCESSABLE_INPUT, "/sampler_profile: " + message)
                    .withCode(ModelFailures.UNSUPPORTED)
                    .withErrors(List.of(new FieldError("/sampler_profile", message)));
        }
    }

    private static Optional<Double> minP(Fields fields) {
        Optional<Double> value = fields.number("min_p", 0, 1);
        if (value.filter(minP -> minP >= 1).isPresent()) {
            throw MeshException.invalid("/min_p", "must be below 1");
        }
        return value;
    }

    private static Map<Integer, Double> biases(Fields fields) {
        Optional<JsonNode> node = fields.raw("logit_bias");
        if (node.isEmpty()) {
            return Map.of();
        }
        if (!node.get().isObject()) {
            throw MeshException.invalid("/logit_bias", "must be an object, not " + Fields.shown(node.get()));
        }
        if (node.get().size() > Limits.MAX_BIASES) {
            throw MeshException.invalid(
                    "/logit_bias",
                    "must have at most %d tokens, has %d"
                            .formatted(Limits.MAX_BIASES, node.get().size()));
        }
        Map<Integer, Double> biases = new HashMap<>();
        node.get().properties().forEach(entry -> biases.put(token(entry.getKey()), bias(entry)));
        return biases;
    }

    private static int token(String key) {
        try {
            int token = Integer.parseInt(key);
            if (token >= 0) {
                return token;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw MeshException.invalid("/logit_bias", "keys must be token ids");
    }

    private static double bias(Map.Entry<String, JsonNode> entry) {
        JsonNode value = entry.getValue();
        if (!value.isNumber() || Math.abs(value.asDouble()) > 100) {
            throw MeshException.invalid(
                    "/logit_bias/" + entry.getKey(), "must be a number in -100 … 100, not " + Fields.shown(value));
        }
        return value.asDouble();
    }
}
