package dev.majlis.foe.evaluate;

import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.policy.Rehearsal;
import java.util.List;

/**
 * Every policy on the same test rows.
 *
 * @param rows of the test table
 * @param front from cheap to dear
 */
public record Evaluation(int rows, List<PolicyReport> reports, List<PolicyReport> front) {
    public Evaluation {
        reports = List.copyOf(reports);
        front = List.copyOf(front);
    }

    /** The same council, rows and seed give the same evaluation. */
    public static Evaluation of(Rehearsal rehearsal, List<Policy> policies, Bootstrap bootstrap) {
        List<PolicyReport> reports = policies.stream()
                .map(policy -> new Outcomes(policy.name(), rehearsal.test(), rehearsal.answers(policy)))
                .map(outcomes -> outcomes.report(bootstrap))
                .toList();
        return new Evaluation(rehearsal.test().rows(), reports, ParetoFront.of(reports));
    }
}
