package dev.majlis.foe.evaluate;

import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Every policy on the same test rows.
 *
 * @param rows of the test table
 * @param sweep {@code foe_frugal} at several λ, in the order given
 * @param front of all of them, from cheap to dear
 */
public record Evaluation(int rows, List<PolicyReport> reports, List<PolicyReport> sweep, List<PolicyReport> front) {
    /** λ of a sweep when nobody says otherwise. */
    public static final List<Double> LAMBDAS = List.of(0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5);

    public Evaluation {
        reports = List.copyOf(reports);
        sweep = List.copyOf(sweep);
        front = List.copyOf(front);
    }

    /** The same council, rows and seed give the same evaluation. */
    public static Evaluation of(Rehearsal rehearsal, List<Policy> policies, Bootstrap bootstrap) {
        return of(rehearsal, policies, List.of(), bootstrap, done -> {});
    }

    /**
     * With a sweep of λ.
     *
     * @param progress told the share of rows done, from 0 to 1; what it throws ends the evaluation
     */
    public static Evaluation of(
            Rehearsal rehearsal,
            List<Policy> policies,
            List<Double> lambdas,
            Bootstrap bootstrap,
            DoubleConsumer progress) {
        int all = policies.size() + lambdas.size() + 1;
        double[] single =
                outcomes(rehearsal, new Policy.BestSingle(), 0, all, progress).gains();
        List<PolicyReport> reports = new ArrayList<>();
        for (Policy policy : policies) {
            reports.add(outcomes(rehearsal, policy, 1 + reports.size(), all, progress)
                    .report(rehearsal.pool(), single, bootstrap));
        }
        List<PolicyReport> sweep = new ArrayList<>();
        for (double lambda : lambdas) {
            Policy policy = new Policy.FoeFrugal(lambda, Caps.NONE);
            sweep.add(outcomes(rehearsal, policy, 1 + reports.size() + sweep.size(), all, progress)
                    .report(rehearsal.pool(), single, bootstrap));
        }
        List<PolicyReport> both = new ArrayList<>(reports);
        both.addAll(sweep);
        return new Evaluation(rehearsal.test().rows(), reports, sweep, ParetoFront.of(both));
    }

    private static Outcomes outcomes(Rehearsal rehearsal, Policy policy, int before, int all, DoubleConsumer progress) {
        int rows = rehearsal.test().rows();
        return new Outcomes(
                policy.name(k -> rehearsal.pool().experts().get(k).id()),
                rehearsal.test(),
                rehearsal.answers(policy, row -> progress.accept((before + (double) row / rows) / all)));
    }
}
