package dev.majlis.foe.policy;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Decision;
import dev.majlis.foe.frugal.Decision.Ask;
import dev.majlis.foe.frugal.Decision.Stop;
import dev.majlis.foe.frugal.FrugalRouter;
import dev.majlis.foe.frugal.FrugalRun;
import dev.majlis.foe.frugal.StopReason;
import dev.majlis.foe.fuse.Fuser;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A pool with a trained fuser: answers one input by any policy. The same code runs on live experts and on stored rows,
 * so an evaluation measures what is served. Safe to share.
 */
public final class Council {
    private final FrugalRouter router;
    private final Fuser fuser;
    private final Pool pool;
    private final LabelVotes votes;
    private final int bestSingle;

    public Council(Pool pool, FrugalRouter router) {
        this.router = requireNonNull(router, "router is null");
        this.fuser = router.fuser();
        this.pool = pool;
        this.votes = new LabelVotes(pool);
        if (pool.size() != fuser.rows().experts()) {
            throw Failures.dimMismatch("pool of " + pool.size() + " experts, fuser of "
                    + fuser.rows().experts());
        }
        this.bestSingle = bestOnRows();
    }

    public Pool pool() {
        return pool;
    }

    public FrugalRouter router() {
        return router;
    }

    /** The expert that was right most often on the rows of the fuser; the first of equal ones. */
    public int bestSingle() {
        return bestSingle;
    }

    /**
     * Answers one input.
     *
     * @param input number of the input, by which random policies draw
     * @throws dev.majlis.mesh.error.MeshException {@code ALL_EXPERTS_FAILED} when nobody answered, {@code
     *     DEADLINE} when time was up before, {@code INVALID_FIELD} for a policy this pool cannot serve
     */
    public Answer answer(Policy policy, ExpertCalls calls, long input) {
        ExpertSet all = fuser.rows().all();
        if (policy instanceof Policy.Single single) {
            return single(single.expert(), calls);
        }
        if (policy instanceof Policy.BestSingle) {
            return single(bestSingle, calls);
        }
        if (policy instanceof Policy.RandomExperts random) {
            return fused(drawn(random, input), calls);
        }
        if (policy instanceof Policy.UniformEnsemble) {
            return voted(all, calls, votes::mean);
        }
        if (policy instanceof Policy.Majority) {
            return voted(all, calls, votes::majority);
        }
        if (policy instanceof Policy.MaxConfidence) {
            return voted(all, calls, votes::mostConfident);
        }
        if (policy instanceof Policy.ConfidenceVote) {
            return voted(all, calls, votes::confidenceVote);
        }
        if (policy instanceof Policy.FoeFull) {
            return fused(all, calls);
        }
        if (policy instanceof Policy.FoeFrugal frugal) {
            return frugal(frugal, calls);
        }
        if (policy instanceof Policy.FoeFirstOnly) {
            return firstOnly(calls);
        }
        if (policy instanceof Policy.RouteByPrompt route) {
            return routed(route, calls);
        }
        if (policy instanceof Policy.Cascade cascade) {
            return cascade(cascade, calls);
        }
        throw Failures.invalid("/policy", policy.name() + " needs labels and works in evaluations only");
    }

    /**
     * As {@link #answer}, but of experts that write an answer the chosen one is only named, not asked, unless its features
     * were needed for the choice.
     */
    public Answer decide(Policy policy, ExpertCalls calls, long input) {
        if (!choosesExpert()) {
            return answer(policy, calls, input);
        }
        if (policy instanceof Policy.Single single) {
            return named(alone(requireExpert(single.expert()), new float[0]));
        }
        if (policy instanceof Policy.BestSingle) {
            return named(alone(bestSingle, new float[0]));
        }
        if (policy instanceof Policy.RouteByPrompt route) {
            float[] fused = byPrompt(new Gathered(router, calls));
            return new Answer(
                    ranked(fused, route.lambda()).get(0), fused, List.of(), StopReason.COST, Double.NaN, false);
        }
        if (policy instanceof Policy.FoeFirstOnly) {
            Gathered gathered = new Gathered(router, calls);
            int first = router.first().get(0).expert();
            gathered.ask(ExpertSet.of(first));
            return gathered.answer(
                    fuser.fuse(gathered.all(), gathered.all().asked()),
                    StopReason.COST,
                    router.first().get(0).loss());
        }
        return answer(policy, calls, input);
    }

    /** What one expert alone answers: its label, or itself where experts are chosen. */
    float[] alone(int expert, float[] features) {
        if (!choosesExpert()) {
            return LabelVotes.normalised(votes.of(expert, features));
        }
        float[] itself = new float[fuser.rows().experts()];
        itself[expert] = 1;
        return itself;
    }

    boolean choosesExpert() {
        return fuser.rows().targets().mode().choosesExpert();
    }

    private Answer single(int expert, ExpertCalls calls) {
        Gathered gathered = new Gathered(router, calls);
        gathered.ask(ExpertSet.of(requireExpert(expert)));
        return gathered.answer(alone(expert, gathered.outputs().block(expert)), StopReason.COST, Double.NaN);
    }

    private int requireExpert(int expert) {
        if (expert < 0 || expert >= fuser.rows().experts()) {
            throw Failures.invalid(
                    "/policy",
                    "names expert " + expert + ", there are " + fuser.rows().experts());
        }
        return expert;
    }

    private static Answer named(float[] distribution) {
        return new Answer(Classes.argmax(distribution), distribution, List.of(), StopReason.COST, Double.NaN, false);
    }

    private Answer routed(Policy.RouteByPrompt policy, ExpertCalls calls) {
        Gathered gathered = new Gathered(router, calls);
        float[] fused = byPrompt(gathered);
        for (int expert : ranked(fused, policy.lambda())) {
            if (calls.timeIsUp()) {
                throw Failures.deadline();
            }
            float[] features = calls.ask(ExpertSet.of(expert)).get(expert);
            gathered.note(expert, features, Double.NaN, Double.NaN);
            if (features != null) {
                boolean degraded = gathered.steps().size() > 1;
                return new Answer(expert, fused, gathered.steps(), StopReason.COST, Double.NaN, degraded);
            }
        }
        throw Failures.allExpertsFailed();
    }

    private float[] byPrompt(Gathered gathered) {
        if (!choosesExpert() || router.known().isEmpty()) {
            throw Failures.invalid("/policy", "route_by_prompt needs a fuser that chooses experts by the prompt");
        }
        return fuser.fuse(gathered.known(), router.known());
    }

    // best first; ties go to the cheaper, then to the lower index
    private List<Integer> ranked(float[] fused, double lambda) {
        return IntStream.range(0, fused.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(k -> lambda * router.price(k) - fused[k])
                        .thenComparingDouble(router::price))
                .toList();
    }

    private Answer fused(ExpertSet experts, ExpertCalls calls) {
        Gathered gathered = new Gathered(router, calls);
        gathered.ask(experts);
        return gathered.answer(fuse(gathered), StopReason.ALL, Double.NaN);
    }

    private Answer voted(ExpertSet experts, ExpertCalls calls, Function<ExpertOutputs, float[]> vote) {
        if (choosesExpert()) {
            throw Failures.invalid("/policy", "votes need experts that give labels");
        }
        Gathered gathered = new Gathered(router, calls);
        gathered.ask(experts);
        return gathered.answer(vote.apply(gathered.outputs()), StopReason.ALL, Double.NaN);
    }

    private Answer frugal(Policy.FoeFrugal policy, ExpertCalls calls) {
        Gathered gathered = new Gathered(router, calls);
        FrugalRun run = router.withLambda(policy.lambda()).start(policy.caps(), gathered.known());
        while (true) {
            Decision decision = run.next();
            boolean late = calls.timeIsUp();
            if (late && gathered.outputs().asked().isEmpty()) {
                throw Failures.deadline();
            }
            if (late || decision instanceof Stop) {
                gathered.requireSome();
                StopReason reason = decision instanceof Stop stop ? stop.reason() : StopReason.DEADLINE;
                return gathered.answer(fuse(gathered), reason, decision.lossNow());
            }
            Ask ask = (Ask) decision;
            float[] features = calls.ask(ExpertSet.of(ask.expert())).get(ask.expert());
            gathered.note(ask.expert(), features, ask.lossNow(), ask.lossAfter());
            if (features == null) {
                run.failed(ask.expert(), true);
            } else {
                run.answered(ask.expert(), gathered.outputs().block(ask.expert()));
            }
        }
    }

    private Answer firstOnly(ExpertCalls calls) {
        Gathered gathered = new Gathered(router, calls);
        int first = router.first().get(0).expert();
        gathered.ask(ExpertSet.of(first));
        float[] fused = fuser.fuse(gathered.all(), gathered.all().asked());
        int named = Classes.argmax(fused);
        if (choosesExpert() && named != first) {
            gathered.ask(ExpertSet.of(named));
            fused = Classes.restricted(fused, gathered.outputs().asked());
        }
        return gathered.answer(fused, StopReason.COST, router.first().get(0).loss());
    }

    private Answer cascade(Policy.Cascade policy, ExpertCalls calls) {
        if (choosesExpert()) {
            throw Failures.invalid("/policy", "a cascade needs experts that give labels");
        }
        Gathered gathered = new Gathered(router, calls);
        float[] last = null;
        for (int i = 0; i < policy.order().size(); i++) {
            int expert = policy.order().get(i);
            float[] features = calls.ask(ExpertSet.of(expert)).get(expert);
            gathered.note(expert, features, Double.NaN, Double.NaN);
            if (features == null) {
                continue;
            }
            last = alone(expert, features);
            boolean isLast = i == policy.order().size() - 1;
            if (isLast || last[Classes.argmax(last)] >= policy.thresholds().get(i)) {
                break;
            }
        }
        gathered.requireSome();
        return gathered.answer(last, StopReason.COST, Double.NaN);
    }

    private float[] fuse(Gathered gathered) {
        ExpertOutputs all = gathered.all();
        float[] fused = fuser.fuse(all, all.asked());
        return choosesExpert() ? Classes.restricted(fused, gathered.outputs().asked()) : fused;
    }

    private ExpertSet drawn(Policy.RandomExperts policy, long input) {
        int experts = fuser.rows().experts();
        SplittableRandom random = new SplittableRandom(policy.seed() * 0x9E3779B97F4A7C15L + input);
        ExpertSet drawn = ExpertSet.NONE;
        while (drawn.size() < Math.min(policy.count(), experts)) {
            drawn = drawn.with(random.nextInt(experts));
        }
        return drawn;
    }

    private int bestOnRows() {
        int best = 0;
        double highest = -1;
        for (int k = 0; k < fuser.rows().experts(); k++) {
            double gained = 0;
            for (int row = 0; row < fuser.rows().rows(); row++) {
                int answer = choosesExpert()
                        ? k
                        : Classes.argmax(votes.of(k, fuser.rows().block(k).row(row)));
                gained += fuser.rows().targets().gain(row, answer);
            }
            if (gained > highest) {
                highest = gained;
                best = k;
            }
        }
        return best;
    }
}
