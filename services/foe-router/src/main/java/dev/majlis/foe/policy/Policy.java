package dev.majlis.foe.policy;

import dev.majlis.foe.error.Failures;
import dev.majlis.foe.frugal.Caps;
import java.util.List;
import java.util.function.IntFunction;

/** How an answer is to be found (foe.md §7). */
public sealed interface Policy {
    /** Word of the policy with its parameters, as in reports. */
    String name();

    /**
     * The same with experts by id, as requests may name it too.
     *
     * @param ids of the experts by place
     */
    default String name(IntFunction<String> ids) {
        return name();
    }

    /** Always the same expert. */
    record Single(int expert) implements Policy {
        @Override
        public String name() {
            return name(Integer::toString);
        }

        @Override
        public String name(IntFunction<String> ids) {
            return "single(" + ids.apply(expert) + ")";
        }
    }

    /** The expert that was best on the rows of the fuser. */
    record BestSingle() implements Policy {
        @Override
        public String name() {
            return "best_single";
        }
    }

    /** The fuser over {@code count} experts drawn at random for each input. */
    record RandomExperts(int count, long seed) implements Policy {
        public RandomExperts {
            if (count < 1) {
                throw Failures.invalid("/count", "is " + count + ", must be at least 1");
            }
        }

        @Override
        public String name() {
            return "random(" + count + ")";
        }
    }

    /** Mean of all probabilities. */
    record UniformEnsemble() implements Policy {
        @Override
        public String name() {
            return "uniform_ensemble";
        }
    }

    /** The label most experts gave. */
    record Majority() implements Policy {
        @Override
        public String name() {
            return "majority";
        }
    }

    /** The label of the most confident expert. */
    record MaxConfidence() implements Policy {
        @Override
        public String name() {
            return "max_confidence";
        }
    }

    /** The label with the largest sum of confidences. */
    record ConfidenceVote() implements Policy {
        @Override
        public String name() {
            return "confidence_vote";
        }
    }

    /** All experts, fused. */
    record FoeFull() implements Policy {
        @Override
        public String name() {
            return "foe_full";
        }
    }

    /** As few experts as needed, fused. */
    record FoeFrugal(double lambda, Caps caps) implements Policy {
        public FoeFrugal {
            if (!(lambda >= 0)) {
                throw Failures.invalid("/lambda", "is " + lambda + ", must be at least 0");
            }
        }

        @Override
        public String name() {
            return "foe_frugal(" + lambda + ")";
        }
    }

    /**
     * The first expert of the frugal order, fused alone. A fuser that chooses experts may name another one, which is then
     * asked too: one call decides where to route (foe.md §2.3).
     */
    record FoeFirstOnly() implements Policy {
        @Override
        public String name() {
            return "foe_first_only";
        }
    }

    /**
     * The expert that the fuser names from what is known before anybody is asked; when it fails, the next one.
     *
     * @param lambda taken off an expert's share for each cost unit of it; 0 chooses by share alone
     */
    record RouteByPrompt(double lambda) implements Policy {
        public RouteByPrompt {
            if (!(lambda >= 0)) {
                throw Failures.invalid("/lambda", "is " + lambda + ", must be at least 0");
            }
        }

        @Override
        public String name() {
            return lambda == 0 ? "route_by_prompt" : "route_by_prompt(" + lambda + ")";
        }
    }

    /**
     * Experts in a fixed order; the first that is sure enough answers, the last one always.
     *
     * @param thresholds least confidence for each expert but the last
     */
    record Cascade(List<Integer> order, List<Double> thresholds) implements Policy {
        public Cascade {
            order = List.copyOf(order);
            thresholds = List.copyOf(thresholds);
            if (order.isEmpty() || thresholds.size() != order.size() - 1) {
                throw Failures.invalid(
                        "/thresholds", "has " + thresholds.size() + " entries for " + order.size() + " experts");
            }
        }

        @Override
        public String name() {
            return name(Integer::toString);
        }

        @Override
        public String name(IntFunction<String> ids) {
            return "cascade(" + order.stream().map(ids::apply).toList() + ", " + thresholds + ")";
        }
    }

    /** The cheapest expert that is right, known only where labels are: offline. */
    record Oracle() implements Policy {
        @Override
        public String name() {
            return "oracle";
        }
    }
}
