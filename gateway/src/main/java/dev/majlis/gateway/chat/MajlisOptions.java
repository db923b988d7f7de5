package dev.majlis.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.gateway.route.FoeName;
import dev.majlis.gateway.route.StopRule;
import dev.majlis.mesh.error.MeshException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The field {@code majlis} of a request: what OpenAI has no word for. Clients that do not know it lose nothing.
 *
 * @param policy by which a best-of route chooses, or a pool of experts is asked
 * @param stop when a best-of route stops writing candidates
 * @param seed of a policy that draws lots
 * @param candidates whether a best-of answer shows the text of every candidate
 * @param events whether a stream tells of progress
 * @param resumable whether a stream goes on for a while when the client has gone
 */
public record MajlisOptions(
        Optional<String> policy,
        Optional<StopRule> stop,
        OptionalLong seed,
        boolean candidates,
        boolean events,
        boolean resumable) {
    static final MajlisOptions NONE =
            new MajlisOptions(Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false, false);

    static MajlisOptions read(JsonNode field) {
        if (field == null || field.isNull()) {
            return NONE;
        }
        if (!field.isObject()) {
            throw MeshException.invalid("/majlis", "expected an object");
        }
        field.fieldNames().forEachRemaining(name -> {
            switch (name) {
                case "policy", "stop", "min_gain", "seed", "candidates", "events", "resumable" -> {}
                default ->
                    throw MeshException.invalid(
                            "/majlis/" + (name.length() > 40 ? name.substring(0, 40) + "…" : name),
                            "unknown field; known: policy, stop, min_gain, seed, candidates, events, resumable");
            }
        });
        return new MajlisOptions(
                policy(field.get("policy")),
                stop(field),
                seed(field.get("seed")),
                Fields.truth(field, "candidates", "/majlis/candidates"),
                Fields.truth(field, "events", "/majlis/events"),
                Fields.truth(field, "resumable", "/majlis/resumable"));
    }

    private static Optional<String> policy(JsonNode value) {
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || !FoeName.isPolicy(value.textValue())) {
            throw MeshException.invalid("/majlis/policy", "expected the name of a policy, for example self_score_mean");
        }
        return Optional.of(value.textValue());
    }

    private static Optional<StopRule> stop(JsonNode field) {
        try {
            return StopRule.of(field);
        } catch (StopRule.Fault fault) {
            throw MeshException.invalid("/majlis" + fault.pointer(), fault.getMessage());
        }
    }

    private static OptionalLong seed(JsonNode value) {
        if (value == null || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw MeshException.invalid("/majlis/seed", "expected a whole number of 64 bits");
        }
        return OptionalLong.of(value.longValue());
    }
}
