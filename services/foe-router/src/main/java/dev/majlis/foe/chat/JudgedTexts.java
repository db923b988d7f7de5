package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.chat.ChatOrder.Output;
import dev.majlis.foe.chat.Incoming.Texts;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Texts of a step before, each with its label; with a label to keep, the one to which it is likeliest alone (the first of equal ones).
 * Handed on in the form that was asked for, around the answer in which they came.
 */
record JudgedTexts(ChatOrder order, ChatCaller caller, Completions completions, Texts texts, List<JudgedText> judged) {

    ChatAnswer answer() {
        Optional<JudgedText> kept = order.keepLabel().map(this::likeliest);
        if (order.output() == Output.VERDICT) {
            return new ChatAnswer(verdict(kept.orElseThrow()), Optional.empty());
        }
        List<JudgedText> shown = kept.map(List::of).orElse(judged);
        ObjectNode completion = completion(shown, kept);
        if (order.output() == Output.CANDIDATES) {
            return new ChatAnswer(candidates(shown, completion), Optional.empty());
        }
        return new ChatAnswer(
                completion,
                shown.size() == 1 ? Optional.of(shown.get(0).candidate().text()) : Optional.empty());
    }

    private JudgedText likeliest(String label) {
        JudgedText best = judged.get(0);
        for (JudgedText text : judged) {
            if (text.probability(label) > best.probability(label)) {
                best = text;
            }
        }
        return best;
    }

    /** The answer that came in, with the shown choices alone and what was said of each. */
    private ObjectNode completion(List<JudgedText> shown, Optional<JudgedText> kept) {
        ObjectNode decision = decision(kept);
        ObjectNode body = texts.completion().has("choices")
                ? Completions.decided(texts.completion().deepCopy(), decision)
                : completions.body(order, caller, decision, 0);
        ArrayNode choices = body.putArray("choices");
        for (JudgedText text : shown) {
            Optional<ObjectNode> original =
                    Choices.find(texts.completion(), text.candidate().index());
            ObjectNode choice = original.map(ObjectNode::deepCopy)
                    .orElseGet(() -> Completions.add(
                            body,
                            order,
                            text.candidate().text(),
                            text.candidate().finish()));
            if (original.isPresent()) {
                choices.add(choice.put("index", choices.size()));
            }
            text.annotate(choice.path("majlis") instanceof ObjectNode there ? there : choice.putObject("majlis"));
        }
        return body;
    }

    private ObjectNode candidates(List<JudgedText> shown, ObjectNode completion) {
        List<Candidate> plain = java.util.stream.IntStream.range(0, shown.size())
                .mapToObj(index -> renumbered(shown.get(index).candidate(), index))
                .toList();
        ObjectNode set = Json.mapper()
                .valueToTree(new CandidateSet(texts.instruction().orElse(""), order.model(), plain, completion));
        for (int index = 0; index < shown.size(); index++) {
            shown.get(index).annotate((ObjectNode) set.path("candidates").path(index));
        }
        return set;
    }

    /** In the form of {@code cappy-scorer.best-of}: scores are probabilities of the label. */
    private ObjectNode verdict(JudgedText kept) {
        String label = order.keepLabel().orElseThrow();
        ObjectNode verdict = Json.mapper().createObjectNode();
        verdict.put("chosen", kept.candidate().index())
                .put("text", kept.candidate().text())
                .put("policy", "foe");
        verdict.putObject("scorer")
                .put("name", order.model())
                .put("version", kept.prediction().map(said -> said.fuser()).orElse("none"))
                .put("kind", "probability");
        ArrayNode scores = verdict.putArray("scores");
        judged.forEach(text -> scores.add(text.probability(label)));
        verdict.putObject("cost")
                .put("candidates", judged.size())
                .put(
                        "generatedTokens",
                        judged.stream()
                                .mapToInt(text -> text.candidate().tokens())
                                .sum())
                .put("scorerTokens", 0)
                .put("scorerMillis", millis());
        verdict.set("completion", Completions.decided(texts.completion().deepCopy(), decision(Optional.of(kept))));
        texts.instruction().ifPresent(words -> verdict.put("instruction", words));
        return verdict;
    }

    /** Of the kept text, else of the first that was judged; costs of all, and the label of each. */
    private ObjectNode decision(Optional<JudgedText> kept) {
        ObjectNode decision = kept.or(() -> judged.stream()
                        .filter(text -> text.prediction().isPresent())
                        .findFirst())
                .flatMap(JudgedText::prediction)
                .map(DecisionJson::of)
                .orElseGet(() -> Json.mapper().createObjectNode().put("pool", order.pool()));
        decision.put(
                "cost",
                judged.stream()
                        .flatMap(text -> text.prediction().stream())
                        .mapToDouble(said -> said.cost())
                        .sum());
        decision.put("degraded", judged.stream().anyMatch(text -> text.prediction()
                .map(said -> said.degraded())
                .orElse(true)));
        order.keepLabel().ifPresent(label -> decision.put("keep", label));
        kept.ifPresent(text -> decision.put("chosen", text.candidate().index()));
        ArrayNode texts = decision.putArray("candidates");
        judged.forEach(text -> {
            ObjectNode one = texts.addObject().put("index", text.candidate().index());
            text.annotate(one);
            order.keepLabel().ifPresent(label -> one.put("keep_probability", text.probability(label)));
        });
        return decision;
    }

    private long millis() {
        return judged.stream()
                .flatMap(text -> text.prediction().stream())
                .flatMap(said -> said.experts().stream())
                .mapToLong(asked -> asked.ms())
                .sum();
    }

    private static Candidate renumbered(Candidate candidate, int index) {
        return new Candidate(
                index,
                candidate.text(),
                candidate.finish(),
                candidate.tokens(),
                candidate.logLikelihoodSum(),
                candidate.logLikelihoodMean());
    }
}
