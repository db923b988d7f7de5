package dev.majlis.gateway.route;

import java.util.List;
import java.util.Optional;

/**
 * Whether each step of a route can read what the step before it writes: a chat writes an answer or candidates, a best-of reads
 * candidates and writes a verdict, a foe reads and writes any of these. Operations of other names are not judged, nor is what only
 * the foe-router knows: after an answer, which does not say what was asked, a pool of classifiers can follow and no other.
 */
final class StepChain {
    private StepChain() {}

    /**
     * A step that does not fit.
     *
     * @param step its place, from 0
     */
    record Fault(int step, String message) {}

    static Optional<Fault> fault(List<Step> steps) {
        StepShape before = StepShape.REQUEST;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Optional<String> wrong = wrong(step, before);
            if (wrong.isPresent()) {
                return Optional.of(new Fault(i, wrong.get()));
            }
            before = written(step);
        }
        return Optional.empty();
    }

    private static Optional<String> wrong(Step step, StepShape before) {
        if (step.foe()) {
            boolean choosesAmongNothing = before == StepShape.REQUEST && (step.choosesByLabel() || step.verdict());
            return choosesAmongNothing
                    ? Optional.of(
                            "'%s' keeps the text of a label, but no step before it writes texts".formatted(step.to()))
                    : Optional.empty();
        }
        if (step.judges()) {
            return before == StepShape.CANDIDATES || before == StepShape.UNKNOWN
                    ? Optional.empty()
                    : Optional.of(
                            "'%s' chooses among candidates, but gets %s: it needs a step with 'output: candidates' before it"
                                    .formatted(step.to(), before.words()));
        }
        if (step.writes()) {
            return before == StepShape.REQUEST || before == StepShape.UNKNOWN
                    ? Optional.empty()
                    : Optional.of("'%s' reads a request, but gets %s: it can only be the first step"
                            .formatted(step.to(), before.words()));
        }
        return Optional.empty();
    }

    private static StepShape written(Step step) {
        if (step.verdict()) {
            return StepShape.VERDICT;
        }
        if (step.foe() || step.writes()) {
            return "candidates".equals(step.with().path("output").asText())
                    ? StepShape.CANDIDATES
                    : StepShape.COMPLETION;
        }
        return StepShape.UNKNOWN;
    }
}
