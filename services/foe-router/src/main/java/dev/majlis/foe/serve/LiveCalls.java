package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.policy.ExpertCalls;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of live experts about one input, and what came of them. Not safe to share. */
final class LiveCalls implements ExpertCalls {
    private final ExpertClient client;
    private final Embedder embedder;
    private final List<RegisteredExpert> experts;
    private final PredictRequest request;
    private final Clock clock;
    private final Map<Integer, CallOutcome> outcomes = new LinkedHashMap<>();
    private float[] vector;

    LiveCalls(
            ExpertClient client,
            Embedder embedder,
            List<RegisteredExpert> experts,
            PredictRequest request,
            Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.embedder = requireNonNull(embedder, "embedder is null");
        this.experts = requireNonNull(experts, "experts is null");
        this.request = requireNonNull(request, "request is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Map<Integer, float[]> ask(ExpertSet wanted) {
        int[] asked = wanted.toArray();
        List<RegisteredExpert> some = wanted.stream().mapToObj(experts::get).toList();
        List<CallOutcome> told = client.ask(some, request.input(), request.tenant(), request.deadline());
        Map<Integer, float[]> answers = new HashMap<>();
        for (int i = 0; i < asked.length; i++) {
            outcomes.put(asked[i], told.get(i));
            if (told.get(i) instanceof CallOutcome.Answered answered) {
                answers.put(asked[i], answered.features());
            }
        }
        return answers;
    }

    @Override
    public Map<Integer, float[]> known(ExpertSet wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        if (vector == null) {
            vector = embedder.embed(List.of(new ExpertInput(request.input()).text()))[0];
        }
        Map<Integer, float[]> known = new HashMap<>();
        wanted.stream().forEach(k -> known.put(k, vector));
        return known;
    }

    @Override
    public boolean timeIsUp() {
        return !clock.instant().isBefore(request.deadline());
    }

    /** What experts said, and what was known without asking; empty when there is nothing. */
    Optional<ExpertOutputs> said(ExpertSet known) {
        ExpertOutputs said = new ExpertOutputs(experts.size());
        known(known).forEach(said::put);
        outcomes.forEach((k, outcome) -> {
            if (outcome instanceof CallOutcome.Answered answered) {
                said.put(k, answered.features());
            }
        });
        return said.asked().isEmpty() ? Optional.empty() : Optional.of(said);
    }

    /** By expert, in the order asked. */
    Map<Integer, CallOutcome> outcomes() {
        return outcomes;
    }
}
