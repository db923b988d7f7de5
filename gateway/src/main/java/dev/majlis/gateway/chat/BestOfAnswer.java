package dev.majlis.gateway.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.json.Json;

/**
 * Writes a {@link Verdict} as an OpenAI answer: the generator's own answer with the chosen choice alone, at index 0, and the
 * object {@code majlis} that says how it was chosen.
 */
public final class BestOfAnswer {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private BestOfAnswer() {}

    public static ObjectNode write(AnswerContext context, Verdict verdict) {
        ObjectNode answer =
                verdict.completion() instanceof ObjectNode completion ? completion.deepCopy() : JSON.objectNode();
        if (!answer.has("id")) {
            answer.put("id", context.id());
            answer.put("object", context.endpoint().object());
            answer.put("created", context.created());
        }
        answer.put("model", context.route());
        answer.putArray("choices").add(choice(context, verdict));
        answer.set("majlis", details(context, verdict));
        return answer;
    }

    /** The object {@code majlis} of a best-of answer. */
    static ObjectNode details(AnswerContext context, Verdict verdict) {
        ObjectNode details = JSON.objectNode();
        details.put("route", context.route());
        details.put("policy", verdict.policy());
        details.put("chosen", verdict.chosen());
        details.set("scores", Json.mapper().valueToTree(verdict.scores()));
        details.set("candidates", candidates(context, verdict));
        if (verdict.scorer() != null) {
            details.set("scorer", Json.mapper().valueToTree(verdict.scorer()));
        }
        if (verdict.stopReason() != null) {
            details.put("stop_reason", verdict.stopReason());
        }
        if (verdict.cost() != null) {
            details.set("cost", Json.mapper().valueToTree(verdict.cost()));
        }
        if (context.foe() && verdict.completion() != null) {
            FoeDecision.of(verdict.completion())
                    .ifPresent(decision -> details.set("foe", decision.json().deepCopy()));
        }
        details.put("correlation_id", context.correlationId());
        return details;
    }

    /** Why the chosen candidate ended. */
    static String finish(Verdict verdict) {
        return original(verdict, verdict.chosen()).path("finish_reason").asText("stop");
    }

    private static ArrayNode candidates(AnswerContext context, Verdict verdict) {
        ArrayNode candidates = JSON.arrayNode();
        int count = Math.max(
                verdict.scores() == null ? 0 : verdict.scores().size(),
                verdict.completion() == null
                        ? 0
                        : verdict.completion().path("choices").size());
        for (int index = 0; index < count; index++) {
            JsonNode choice = original(verdict, index);
            ObjectNode candidate = candidates.addObject();
            candidate.put("index", index);
            candidate.put(
                    "score",
                    verdict.scores() == null || index >= verdict.scores().size()
                            ? null
                            : verdict.scores().get(index));
            copy(choice, "finish_reason", candidate);
            JsonNode likelihood = choice.path("majlis");
            copy(likelihood, "log_likelihood_sum", candidate);
            copy(likelihood, "log_likelihood_mean", candidate);
            copy(likelihood, "tokens", candidate);
            if (context.candidates()) {
                candidate.put("text", text(choice));
            }
        }
        return candidates;
    }

    private static ObjectNode choice(AnswerContext context, Verdict verdict) {
        JsonNode original = original(verdict, verdict.chosen());
        ObjectNode choice = original instanceof ObjectNode found ? found.deepCopy() : JSON.objectNode();
        choice.put("index", 0);
        choice.remove("majlis");
        if (context.endpoint() == Endpoint.CHAT && !choice.has("message")) {
            choice.putObject("message").put("role", "assistant").put("content", verdict.text());
        } else if (context.endpoint() == Endpoint.COMPLETIONS && !choice.has("text")) {
            choice.put("text", verdict.text());
        }
        if (!choice.hasNonNull("finish_reason")) {
            choice.put("finish_reason", "stop");
        }
        return choice;
    }

    private static JsonNode original(Verdict verdict, int index) {
        if (verdict.completion() != null) {
            for (JsonNode choice : verdict.completion().path("choices")) {
                if (choice.path("index").asInt(-1) == index) {
                    return choice;
                }
            }
        }
        return JSON.missingNode();
    }

    private static String text(JsonNode choice) {
        return choice.has("message")
                ? choice.path("message").path("content").asText("")
                : choice.path("text").asText("");
    }

    private static void copy(JsonNode from, String field, ObjectNode to) {
        if (from.hasNonNull(field)) {
            to.set(field, from.get(field));
        }
    }
}
