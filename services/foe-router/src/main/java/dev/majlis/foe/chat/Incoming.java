package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.mesh.council.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a chat step is given: a question of a client, or texts that a step before wrote. */
public sealed interface Incoming {
    /** Texts of one step, at most. */
    int MOST_TEXTS = 64;

    /**
     * An OpenAI request.
     *
     * @param input the request as experts read it: with {@code messages}
     * @param instruction last turn of the user
     */
    record Question(ObjectNode input, String instruction) implements Incoming {}

    /**
     * Answers to one question, at least one.
     *
     * @param instruction what was asked, if the step before says so
     * @param completion OpenAI answer in which they stand; an empty object where there is none
     */
    record Texts(Optional<String> instruction, List<Candidate> candidates, ObjectNode completion) implements Incoming {
        public Texts {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * @param chat whether a question has messages; else a prompt
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD}
     */
    static Incoming of(JsonNode body, boolean chat) {
        if (body.path("candidates").isArray()) {
            return texts(body, candidates(body.path("candidates")), object(body.path("completion")));
        }
        if (body.path("choices").isArray()) {
            return texts(body, choices(body.path("choices")), object(body));
        }
        if (body.path("chosen").isInt() && body.path("text").isTextual()) {
            return verdict(body);
        }
        return question(body, chat);
    }

    private static Texts texts(JsonNode body, List<Candidate> candidates, ObjectNode completion) {
        if (candidates.isEmpty() || candidates.size() > MOST_TEXTS) {
            throw Failures.invalid(
                    "/candidates", "has " + candidates.size() + " texts, 1 to " + MOST_TEXTS + " are allowed");
        }
        Optional<String> instruction =
                Optional.of(body.path("instruction").asText("")).filter(words -> !words.isBlank());
        return new Texts(instruction, candidates, completion);
    }

    /** The chosen text alone, as if it had been the only one. */
    private static Texts verdict(JsonNode body) {
        ObjectNode completion = Choices.only(
                object(body.path("completion")), body.path("chosen").asInt());
        var chosen = new Candidate(0, body.path("text").asText(), "stop", 0, null, null);
        return texts(body, List.of(chosen), completion);
    }

    private static List<Candidate> candidates(JsonNode list) {
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode one : list) {
            candidates.add(new Candidate(
                    one.path("index").asInt(candidates.size()),
                    one.path("text").asText(""),
                    one.path("finish").asText("stop"),
                    one.path("tokens").asInt(0),
                    known(one.path("logLikelihoodSum")),
                    known(one.path("logLikelihoodMean"))));
        }
        return candidates;
    }

    private static List<Candidate> choices(JsonNode list) {
        List<Candidate> candidates = new ArrayList<>();
        for (JsonNode one : list) {
            candidates.add(new Candidate(
                    one.path("index").asInt(candidates.size()),
                    Choices.text(one),
                    one.path("finish_reason").asText("stop"),
                    one.path("majlis").path("tokens").asInt(0),
                    known(one.path("majlis").path("log_likelihood_sum")),
                    known(one.path("majlis").path("log_likelihood_mean"))));
        }
        return candidates;
    }

    private static Question question(JsonNode body, boolean chat) {
        if (body.path("n").asInt(1) != 1) {
            throw Failures.invalid("/n", "is " + body.path("n") + ", a pool answers once; ask for candidates instead");
        }
        ObjectNode input = object(body).deepCopy();
        if (!chat) {
            if (!body.path("prompt").isTextual() || body.path("prompt").asText().isBlank()) {
                throw Failures.invalid("/prompt", "must be a text");
            }
            input.remove("prompt");
            input.putArray("messages")
                    .addObject()
                    .put("role", "user")
                    .put("content", body.path("prompt").asText());
        }
        var read = new ExpertInput(input);
        if (read.messages().isEmpty()) {
            throw Failures.invalid("/messages", "must be a list of at least one message");
        }
        return new Question(input, read.text());
    }

    private static Double known(JsonNode number) {
        return number.isNumber() ? number.asDouble() : null;
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
