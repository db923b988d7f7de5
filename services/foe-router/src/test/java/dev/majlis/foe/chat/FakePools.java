package dev.majlis.foe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.serve.PredictRequest;
import dev.majlis.foe.serve.Prediction;
import dev.majlis.foe.serve.Prediction.Asked;
import dev.majlis.foe.serve.Predictor;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Two pools: {@code writers}, where the second of two experts is always chosen and the third fails, and {@code moods}, which finds as
 * many tenths of {@code good} in a text as it has exclamation marks.
 */
public final class FakePools implements Predictor, ChatPools {
    public final List<PredictRequest> asked = new CopyOnWriteArrayList<>();

    @Override
    public Prediction predict(PredictRequest request) {
        asked.add(request);
        String text = new ExpertInput(request.input()).text();
        if (text.contains("broken")) {
            throw new MeshException(ProblemSlug.MODEL_FAILED, "every expert that was asked failed")
                    .withStatus(424)
                    .withCode("ALL_EXPERTS_FAILED");
        }
        return request.pool().equals("writers") ? written(request, text) : judged(request, text);
    }

    private static Prediction written(PredictRequest request, String text) {
        List<Asked> experts = List.of(
                asked("short", 1, null, "First: " + text),
                asked("long", 2, null, "Second: " + text),
                asked("gone", 0, "TIMEOUT", null));
        return new Prediction(
                request.id(),
                "writers",
                "foe_full",
                null,
                "long",
                "Second: " + text,
                List.of(0.2f, 0.8f, 0f),
                experts,
                3,
                0.1,
                "ALL",
                true,
                false,
                "f1");
    }

    private static Prediction judged(PredictRequest request, String text) {
        float good = text.chars().filter(c -> c == '!').count() / 10f;
        return new Prediction(
                request.id(),
                "moods",
                "foe_frugal",
                good > 0.5 ? "good" : "bad",
                null,
                null,
                List.of(1 - good, good),
                List.of(asked("judge", 1, null, null)),
                1,
                0.2,
                "COST",
                false,
                false,
                "f2");
    }

    private static Asked asked(String expert, double cost, String error, String text) {
        return new Asked(expert, cost, new Cost(cost, 5, 0, 10), 5, error, text, 0.5, 0.1);
    }

    @Override
    public Set<String> pools() {
        return Set.of("writers", "moods");
    }

    @Override
    public boolean generates(String pool) {
        if (!pools().contains(pool)) {
            throw new MeshException(ProblemSlug.UNKNOWN_MODEL, "no pool is named '" + pool + "'")
                    .withCode("UNKNOWN_POOL");
        }
        return pool.equals("writers");
    }

    @Override
    public List<String> labels(String pool) {
        return pool.equals("moods") ? List.of("bad", "good") : List.of();
    }

    @Override
    public Policy policy(String pool, JsonNode words) {
        return PolicyReader.read(words);
    }
}
