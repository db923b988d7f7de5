package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.chat.ChatOrder.Output;
import dev.majlis.foe.chat.Incoming.Question;
import dev.majlis.foe.chat.Incoming.Texts;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.serve.PredictRequest;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.foe.serve.Prediction.Asked;
import dev.majlis.foe.serve.Predictor;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A pool whose experts write: its answer is the chosen expert's text, or all of them for a scorer to choose. */
final class GeneratorChat {
    private static final Set<String> NOBODY_ANSWERED = Set.of("ALL_EXPERTS_FAILED", "DEADLINE");

    private final Predictor predictor;
    private final Completions completions;

    GeneratorChat(Predictor predictor, Completions completions) {
        this.predictor = requireNonNull(predictor, "predictor is null");
        this.completions = requireNonNull(completions, "completions is null");
    }

    ChatAnswer answer(ChatOrder order, Optional<Policy> policy, Question question, ChatCaller caller) {
        refuseLabel(order);
        Prediction prediction = predict(order, policy, question.input(), caller);
        return written(order, caller, prediction, question.instruction(), List.of());
    }

    /** The experts are asked what the step before was asked. */
    ChatAnswer after(ChatOrder order, Optional<Policy> policy, Texts texts, ChatCaller caller) {
        refuseLabel(order);
        String instruction = texts.instruction()
                .orElseThrow(
                        () -> Failures.invalid(
                                "/instruction",
                                "is missing: pool " + order.pool()
                                        + " writes texts and the step before does not say what was asked; only a pool of classifiers can judge its texts"));
        List<Candidate> kept = order.keepTexts() ? texts.candidates() : List.of();
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.putArray("messages").addObject().put("role", "user").put("content", instruction);
        try {
            return written(order, caller, predict(order, policy, input, caller), instruction, kept);
        } catch (MeshException e) {
            if (kept.isEmpty() || e.code().filter(NOBODY_ANSWERED::contains).isEmpty()) {
                throw e;
            }
            return keptOnly(order, caller, instruction, kept, e.code().get());
        }
    }

    private Prediction predict(ChatOrder order, Optional<Policy> policy, JsonNode input, ChatCaller caller) {
        return predictor.predict(new PredictRequest(
                order.pool(),
                caller.requestId(),
                input,
                policy,
                Optional.empty(),
                false,
                false,
                caller.tenant(),
                caller.deadline()));
    }

    private ChatAnswer written(
            ChatOrder order, ChatCaller caller, Prediction prediction, String instruction, List<Candidate> kept) {
        ObjectNode decision = DecisionJson.of(prediction);
        ObjectNode body = completions.body(order, caller, decision, DecisionJson.tokens(prediction));
        if (order.output() == Output.OPENAI) {
            String text = Optional.ofNullable(prediction.text())
                    .orElseThrow(() -> new MeshException(
                            ProblemSlug.MODEL_FAILED,
                            "expert " + prediction.expert() + " was chosen and wrote no text"));
            Completions.add(body, order, text, "stop");
            return new ChatAnswer(body, Optional.of(text));
        }
        List<Candidate> candidates = new ArrayList<>();
        kept.forEach(each -> add(order, body, candidates, each));
        for (Asked asked : prediction.experts()) {
            if (asked.text() != null) {
                int tokens = asked.spent() == null
                        ? 0
                        : (int) Math.round(asked.spent().tokens());
                var candidate = new Candidate(candidates.size(), asked.text(), "stop", tokens, null, null);
                add(order, body, candidates, candidate)
                        .putObject("majlis")
                        .put("expert", asked.expert())
                        .put("tokens", tokens);
            }
        }
        return set(order, instruction, candidates, body);
    }

    /** When every expert failed, what came in is still an answer. */
    private ChatAnswer keptOnly(
            ChatOrder order, ChatCaller caller, String instruction, List<Candidate> kept, String code) {
        ObjectNode decision = JsonNodeFactory.instance.objectNode();
        decision.put("pool", order.pool())
                .put("degraded", true)
                .put("stop_reason", code)
                .put("cost", 0);
        decision.putArray("experts");
        ObjectNode body = completions.body(order, caller, decision, 0);
        if (order.output() == Output.OPENAI) {
            String text = kept.get(0).text();
            Completions.add(body, order, text, kept.get(0).finish());
            return new ChatAnswer(body, Optional.of(text));
        }
        List<Candidate> candidates = new ArrayList<>();
        kept.forEach(each -> add(order, body, candidates, each));
        return set(order, instruction, candidates, body);
    }

    private static ObjectNode add(ChatOrder order, ObjectNode body, List<Candidate> candidates, Candidate candidate) {
        candidates.add(new Candidate(
                candidates.size(),
                candidate.text(),
                candidate.finish(),
                candidate.tokens(),
                candidate.logLikelihoodSum(),
                candidate.logLikelihoodMean()));
        return Completions.add(body, order, candidate.text(), candidate.finish());
    }

    private static ChatAnswer set(
            ChatOrder order, String instruction, List<Candidate> candidates, ObjectNode completion) {
        if (candidates.isEmpty()) {
            throw Failures.allExpertsFailed();
        }
        ObjectNode set =
                Json.mapper().valueToTree(new CandidateSet(instruction, order.model(), candidates, completion));
        return new ChatAnswer(set, Optional.empty());
    }

    private static void refuseLabel(ChatOrder order) {
        if (order.keepLabel().isPresent()) {
            throw Failures.invalid("/keep", "names a label, pool " + order.pool() + " writes texts and knows none");
        }
    }
}
