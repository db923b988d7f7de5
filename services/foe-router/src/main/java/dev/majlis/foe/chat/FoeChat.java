package dev.majlis.foe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.chat.Incoming.Question;
import dev.majlis.foe.chat.Incoming.Texts;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.serve.Predictor;
import dev.majlis.mesh.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/**
 * Pools in OpenAI's form. A question is answered by the chosen expert's text, or by a label; texts of a step before (a candidate set, an
 * OpenAI answer, a verdict) are judged by a pool of classifiers, or asked again of a pool of generators. Thread-safe; blocks.
 */
public final class FoeChat {
    private static final int SEED_DIGITS = 7;

    private final ChatPools pools;
    private final GeneratorChat generators;
    private final ClassifierChat classifiers;

    public FoeChat(Predictor predictor, ChatPools pools, Clock clock) {
        this.pools = requireNonNull(pools, "pools is null");
        var completions = new Completions(clock);
        this.generators = new GeneratorChat(predictor, completions);
        this.classifiers = new ClassifierChat(predictor, pools, completions);
    }

    /**
     * @throws dev.majlis.mesh.error.MeshException {@code INVALID_FIELD}, {@code UNKNOWN_POOL}, {@code LABEL_NOT_IN_POOL}, and what a
     *     prediction throws
     */
    public ChatAnswer answer(ChatOrder order, JsonNode body, ChatCaller caller) {
        boolean writes = pools.generates(order.pool());
        Optional<Policy> policy = order.policy().map(words -> pools.policy(order.pool(), words));
        Incoming incoming = Incoming.of(body, order.chat());
        if (incoming instanceof Texts texts) {
            return writes
                    ? generators.after(order, policy, texts, caller)
                    : classifiers.after(order, policy, texts, caller);
        }
        Question question = (Question) incoming;
        return writes
                ? generators.answer(order, policy, seeded(question, caller), caller)
                : classifiers.answer(order, policy, question, caller);
    }

    /** A request that is delivered again must write the same text again, for part of it may have been shown (platform §2.4). */
    private static Question seeded(Question question, ChatCaller caller) {
        if (question.input().hasNonNull("seed")) {
            return question;
        }
        String digest = Sha256.hex(caller.requestId().getBytes(StandardCharsets.UTF_8));
        ObjectNode input = question.input().deepCopy();
        input.put("seed", Long.parseLong(digest.substring(0, SEED_DIGITS), 16));
        return new Question(input, question.instruction());
    }
}
