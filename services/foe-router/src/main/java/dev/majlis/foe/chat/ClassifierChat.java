package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.chat.ChatOrder.Output;
import dev.majlis.foe.chat.Incoming.Question;
import dev.majlis.foe.chat.Incoming.Texts;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.serve.PredictRequest;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.foe.serve.Predictor;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.error.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pool of classifiers in a chat: it answers a question with a label, and reads the texts of a step before. */
final class ClassifierChat {
    private final Predictor predictor;
    private final ChatPools pools;
    private final Completions completions;

    ClassifierChat(Predictor predictor, ChatPools pools, Completions completions) {
        this.predictor = requireNonNull(predictor, "predictor is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.completions = requireNonNull(completions, "completions is null");
    }

    ChatAnswer answer(ChatOrder order, Optional<Policy> policy, Question question, ChatCaller caller) {
        if (order.output() != Output.OPENAI || order.keepLabel().isPresent()) {
            throw Failures.invalid(
                    "/output", "pool " + order.pool() + " writes no texts; a step that writes some must come before");
        }
        Prediction prediction = predict(order, policy, caller.requestId(), question.input(), caller);
        ObjectNode body = completions.body(order, caller, DecisionJson.of(prediction), DecisionJson.tokens(prediction));
        Completions.add(body, order, prediction.label(), "stop");
        return new ChatAnswer(body, Optional.of(prediction.label()));
    }

    /** Reads every text. One that nobody could judge has no label; only when that is so of all does the step fail. */
    ChatAnswer after(ChatOrder order, Optional<Policy> policy, Texts texts, ChatCaller caller) {
        List<String> labels = pools.labels(order.pool());
        order.keepLabel().filter(label -> !labels.contains(label)).ifPresent(label -> {
            throw Failures.labelNotInPool(
                    "/keep is '" + label + "', labels of pool " + order.pool() + " are " + labels);
        });
        List<JudgedText> judged = new ArrayList<>();
        Optional<MeshException> failure = Optional.empty();
        for (Candidate candidate : texts.candidates()) {
            if (candidate.text().isBlank()) {
                judged.add(JudgedText.unjudged(candidate, "EMPTY"));
                continue;
            }
            String id = caller.requestId() + "-" + candidate.index();
            try {
                Prediction prediction = predict(order, policy, id, TextNode.valueOf(candidate.text()), caller);
                judged.add(JudgedText.of(candidate, prediction, labels));
            } catch (MeshException e) {
                if (!e.code().orElse("").equals("ALL_EXPERTS_FAILED")
                        && !e.code().orElse("").equals("DEADLINE")) {
                    throw e;
                }
                failure = Optional.of(e);
                judged.add(JudgedText.unjudged(candidate, e.code().get()));
            }
        }
        if (judged.stream().noneMatch(text -> text.prediction().isPresent()) && failure.isPresent()) {
            throw failure.get();
        }
        return new JudgedTexts(order, caller, completions, texts, judged).answer();
    }

    private Prediction predict(ChatOrder order, Optional<Policy> policy, String id, JsonNode input, ChatCaller caller) {
        return predictor.predict(new PredictRequest(
                order.pool(), id, input, policy, Optional.empty(), false, false, caller.tenant(), caller.deadline()));
    }
}
