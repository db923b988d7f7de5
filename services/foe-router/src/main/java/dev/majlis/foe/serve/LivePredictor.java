package dev.majlis.foe.serve;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.drift.DriftWatch;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.expert.Embedder;
import dev.majlis.foe.expert.ExpertClient;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.policy.Answer;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.PolicyReader;
import dev.majlis.foe.policy.Step;
import dev.majlis.foe.pool.CostWeights;
import dev.majlis.foe.pool.ExpertKind;
import dev.majlis.mesh.error.MeshException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers live inputs by the promoted fusers of the pools. */
public final class LivePredictor implements Predictor {
    private final ServedPools served;
    private final Pools pools;
    private final ExpertClient client;
    private final Embedder embedder;
    private final DecisionLog log;
    private final FoeMeters meters;
    private final Clock clock;

    public LivePredictor(
            ServedPools served,
            Pools pools,
            ExpertClient client,
            Embedder embedder,
            DecisionLog log,
            FoeMeters meters,
            Clock clock) {
        this.served = requireNonNull(served, "served is null");
        this.pools = requireNonNull(pools, "pools is null");
        this.client = requireNonNull(client, "client is null");
        this.embedder = requireNonNull(embedder, "embedder is null");
        this.log = requireNonNull(log, "log is null");
        this.meters = requireNonNull(meters, "meters is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Prediction predict(PredictRequest request) {
        Instant begun = clock.instant();
        try {
            Prediction prediction = answer(request, served.find(request.pool()));
            meters.answered(prediction, Duration.between(begun, clock.instant()));
            return prediction;
        } catch (MeshException e) {
            meters.failed(request.pool(), e.code().orElse(e.slug().slug()), Duration.between(begun, clock.instant()));
            throw e;
        }
    }

    @Override
    public Set<String> pools() {
        return pools.list().stream().map(PoolRecord::id).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean generates(String pool) {
        return served.find(pool).experts().stream()
                .allMatch(expert -> expert.expert().kind() == ExpertKind.GENERATOR);
    }

    private Prediction answer(PredictRequest request, ServedPool pool) {
        ServedFuser fuser = pool.fuser(request.allowStale());
        Policy policy = fallback(policy(request, pool, fuser), pool, fuser);
        LiveCalls calls = new LiveCalls(client, embedder, pool.experts(), request, clock);
        Council council = fuser.council();
        long number = InputKey.hash(request.input());
        Answer answer;
        try {
            answer = request.decideOnly()
                    ? council.decide(policy, calls, number)
                    : council.answer(policy, calls, number);
        } catch (MeshException e) {
            throw e.code().filter("ALL_EXPERTS_FAILED"::equals).isPresent() && calls.timeIsUp()
                    ? Failures.deadline()
                    : e;
        }
        Optional<Double> rank = calls.said(fuser.router().known()).map(fuser::observe);
        boolean drifted = rank.filter(far -> far > DriftWatch.OUTLIER).isPresent();
        Prediction prediction = described(request, pool, fuser, policy, answer, calls, drifted);
        Instant now = clock.instant();
        log.append(
                request.tenant(),
                request.id(),
                () -> entry(request, pool, fuser, policy, prediction, calls, rank, now));
        return prediction;
    }

    /** What was asked for, else the pool's default, else as few experts as pay at the fuser's own price. */
    private static Policy policy(PredictRequest request, ServedPool pool, ServedFuser fuser) {
        Policy policy = request.policy().orElseGet(() -> pool.record()
                .defaultPolicy()
                .map(node -> PolicyReader.read(node, fuser.council().pool()))
                .orElseGet(() -> new Policy.FoeFrugal(fuser.record().settings().lambda(), Caps.NONE)));
        if (request.budget().isEmpty()) {
            return policy;
        }
        if (!(policy instanceof Policy.FoeFrugal frugal)) {
            throw Failures.invalid("/budget", "works with foe_frugal, the policy is " + policy.name());
        }
        return new Policy.FoeFrugal(fuser.lambdaOfBudget(request.budget().get()), frugal.caps());
    }

    /** While inputs are unlike the fuser's rows, what the fuser thinks of a few answers is not to be trusted. */
    private static Policy fallback(Policy policy, ServedPool pool, ServedFuser fuser) {
        if (!(policy instanceof Policy.FoeFrugal) || !fuser.drift().alarm()) {
            return policy;
        }
        return switch (pool.record().onDrift()) {
            case NONE -> policy;
            case FOE_FULL -> new Policy.FoeFull();
            case BEST_SINGLE -> new Policy.BestSingle();
        };
    }

    private static Prediction described(
            PredictRequest request,
            ServedPool pool,
            ServedFuser fuser,
            Policy policy,
            Answer answer,
            LiveCalls calls,
            boolean drifted) {
        boolean choosesExpert = fuser.record().settings().mode().choosesExpert();
        List<Float> probabilities = new ArrayList<>();
        for (float probability : answer.distribution()) {
            probabilities.add(probability);
        }
        CallOutcome chosen = choosesExpert ? calls.outcomes().get(answer.choice()) : null;
        String text = chosen instanceof CallOutcome.Answered answered
                ? answered.text().orElse(null)
                : null;
        CostWeights weights =
                fuser.record().settings().weights().orElse(pool.record().weights());
        List<Prediction.Asked> asked = answer.steps().stream()
                .map(step -> asked(pool.experts().get(step.expert()), step, calls, weights))
                .toList();
        return new Prediction(
                request.id(),
                request.pool(),
                policy.name(k -> pool.experts().get(k).id()),
                choosesExpert ? null : pool.record().labels().get(answer.choice()),
                choosesExpert ? pool.experts().get(answer.choice()).id() : null,
                text,
                probabilities,
                asked,
                asked.stream().mapToDouble(Prediction.Asked::cost).sum(),
                known(answer.estimatedLoss()),
                answer.stop().name(),
                answer.degraded(),
                drifted,
                fuser.record().id());
    }

    private static Prediction.Asked asked(RegisteredExpert expert, Step step, LiveCalls calls, CostWeights weights) {
        CallOutcome outcome = calls.outcomes().get(step.expert());
        Optional<CallOutcome.Answered> answered =
                outcome instanceof CallOutcome.Answered ok ? Optional.of(ok) : Optional.empty();
        String error = outcome instanceof CallOutcome.Failed failed ? failed.code() : null;
        return new Prediction.Asked(
                expert.id(),
                answered.map(ok -> weights.of(ok.cost())).orElse(step.cost()),
                answered.map(CallOutcome.Answered::cost).orElse(null),
                outcome == null ? 0 : outcome.took().toMillis(),
                error,
                answered.flatMap(CallOutcome.Answered::text).orElse(null),
                known(step.lossBefore()),
                known(step.lossAfter()));
    }

    private static DecisionEntry entry(
            PredictRequest request,
            ServedPool pool,
            ServedFuser fuser,
            Policy policy,
            Prediction prediction,
            LiveCalls calls,
            Optional<Double> rank,
            Instant now) {
        Map<String, String> versions = new LinkedHashMap<>();
        pool.experts()
                .forEach(expert -> versions.put(expert.id(), expert.expert().version()));
        return new DecisionEntry(
                request.id(),
                request.pool(),
                request.tenant(),
                now,
                InputKey.of(request.input()),
                prediction.withoutTexts(),
                Replay.considered(policy, pool, fuser, prediction, calls),
                policy instanceof Policy.FoeFrugal frugal ? frugal.lambda() : null,
                versions,
                rank.orElse(null),
                null);
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
