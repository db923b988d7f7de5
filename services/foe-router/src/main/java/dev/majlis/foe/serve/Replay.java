package dev.majlis.foe.serve;

import dev.majlis.foe.expert.CallOutcome;
import dev.majlis.foe.frugal.Decision;
import dev.majlis.foe.frugal.Estimate;
import dev.majlis.foe.frugal.FrugalRun;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.table.ExpertOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Goes the way of one input again, to tell what else could have been asked. Calls nobody. */
final class Replay {
    private Replay() {}

    /** The candidates before each question, and before the end; empty for policies that estimate nothing. */
    static List<List<DecisionEntry.Candidate>> considered(
            Policy policy, ServedPool pool, ServedFuser fuser, Prediction prediction, LiveCalls calls) {
        if (!(policy instanceof Policy.FoeFrugal frugal)) {
            return List.of();
        }
        Preparation preparation = fuser.router().fuser().preparation();
        ExpertOutputs known = new ExpertOutputs(pool.experts().size());
        calls.known(fuser.router().known()).forEach((k, block) -> known.put(k, preparation.of(k, block)));
        FrugalRun run = fuser.router().withLambda(frugal.lambda()).start(frugal.caps(), known);
        List<List<DecisionEntry.Candidate>> considered = new ArrayList<>();
        for (Map.Entry<Integer, CallOutcome> call : calls.outcomes().entrySet()) {
            considered.add(candidates(run.next(), pool));
            if (call.getValue() instanceof CallOutcome.Answered answered) {
                run.answered(call.getKey(), preparation.of(call.getKey(), answered.features()));
            } else {
                run.failed(call.getKey(), true);
            }
        }
        if (!prediction.stopReason().equals("DEADLINE")) {
            considered.add(candidates(run.next(), pool));
        }
        return considered;
    }

    private static List<DecisionEntry.Candidate> candidates(Decision decision, ServedPool pool) {
        List<Estimate> estimates = decision instanceof Decision.Ask ask
                ? ask.considered()
                : decision instanceof Decision.Stop stop ? stop.considered() : List.of();
        return estimates.stream()
                .map(estimate -> new DecisionEntry.Candidate(
                        pool.experts().get(estimate.expert()).id(), estimate.loss(), estimate.price(), estimate.cost()))
                .toList();
    }
}
