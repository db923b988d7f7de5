package dev.majlis.foe.frugal;

import java.util.List;

/** What to do next about one input, with the estimates that led to it. */
public sealed interface Decision {
    /** Estimated loss of answering now; of the mean input before anybody was asked, 1 then being a guess. */
    double lossNow();

    /**
     * Ask this expert.
     *
     * @param lossAfter estimated loss once it has answered
     * @param considered every expert that could have been asked: the counterfactuals, best first
     */
    record Ask(int expert, double lossNow, double lossAfter, List<Estimate> considered) implements Decision {
        public Ask {
            considered = List.copyOf(considered);
        }
    }

    /** Answer with what is there. */
    record Stop(StopReason reason, double lossNow, List<Estimate> considered) implements Decision {
        public Stop {
            considered = List.copyOf(considered);
        }
    }
}
