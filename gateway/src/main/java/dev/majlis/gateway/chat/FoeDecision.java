package dev.majlis.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a pool of experts came to its answer, as the foe-router tells it: {@code {pool, policy, expert, experts: [{expert, cost, ms,
 * …}], cost, stop_reason, degraded, …}}. It stands in {@code majlis.foe} and {@code usage.foe} of an answer, and in short in a header.
 *
 * @param json the decision
 */
public record FoeDecision(ObjectNode json) {
    /** A dictionary of RFC 8941: {@code pool="council", expert="small", asked=("small" "large"), cost=1.2, stop=COST}. */
    public static final String HEADER = "Majlis-Foe";

    private static final int MOST_NAMED = 16;
    private static final int LONGEST = 80;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z*][A-Za-z0-9_*-]{0,40}");

    /** Of an OpenAI answer; empty when it tells none. */
    public static Optional<FoeDecision> of(JsonNode answer) {
        for (String pointer : List.of("/majlis/foe", "/usage/foe")) {
            if (answer.at(pointer) instanceof ObjectNode found) {
                return Optional.of(new FoeDecision(found));
            }
        }
        return Optional.empty();
    }

    /** Of an OpenAI answer in bytes; empty for anything else. */
    public static Optional<FoeDecision> of(byte[] answer) {
        try {
            return of(Json.mapper().readTree(answer));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * The foe-router's answer as the client's: under the name that the client wrote, and with the decision in both places.
     *
     * @param answer an OpenAI answer
     */
    public static ObjectNode write(AnswerContext context, ObjectNode answer) {
        ObjectNode written = answer.deepCopy();
        written.put("model", context.route());
        of(answer).ifPresent(decision -> {
            ObjectNode majlis =
                    written.path("majlis") instanceof ObjectNode there ? there : written.putObject("majlis");
            majlis.setAll(decision.details(context));
            ObjectNode usage = written.path("usage") instanceof ObjectNode there ? there : written.putObject("usage");
            usage.set("foe", decision.json.deepCopy());
        });
        return written;
    }

    /** The object {@code majlis} of an answer. */
    ObjectNode details(AnswerContext context) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("route", context.route());
        details.set("foe", json.deepCopy());
        details.put("correlation_id", context.correlationId());
        return details;
    }

    /** The header's value; names that no header may hold are left out. */
    public String header() {
        List<String> parts = new ArrayList<>();
        string("pool").ifPresent(value -> parts.add("pool=" + value));
        string("policy").ifPresent(value -> parts.add("policy=" + value));
        string("expert").ifPresent(value -> parts.add("expert=" + value));
        string("label").ifPresent(value -> parts.add("label=" + value));
        List<String> asked = new ArrayList<>();
        for (JsonNode step : json.path("experts")) {
            if (asked.size() < MOST_NAMED) {
                quoted(step.isTextual() ? step : step.path("expert")).ifPresent(asked::add);
            }
        }
        if (!asked.isEmpty()) {
            parts.add("asked=(" + String.join(" ", asked) + ")");
        }
        if (json.path("cost").isNumber()) {
            parts.add(String.format(Locale.ROOT, "cost=%.3f", json.get("cost").doubleValue()));
        }
        String stop = json.path("stop_reason").asText("");
        if (TOKEN.matcher(stop).matches()) {
            parts.add("stop=" + stop);
        }
        if (json.path("degraded").asBoolean()) {
            parts.add("degraded");
        }
        return String.join(", ", parts);
    }

    private Optional<String> string(String field) {
        return quoted(json.path(field));
    }

    private static Optional<String> quoted(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : "";
        boolean printable = text.chars().allMatch(character -> character >= 0x20 && character < 0x7F);
        return text.isEmpty() || text.length() > LONGEST || !printable
                ? Optional.empty()
                : Optional.of('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
