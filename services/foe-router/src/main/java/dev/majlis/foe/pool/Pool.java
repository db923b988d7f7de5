package dev.majlis.foe.pool;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Experts in a fixed order and the labels they are to answer with.
 *
 * @param experts 1 to 64; their order is that of the columns f_S(x)
 * @param labels the common target space (M classes); empty for a pool of generators
 */
public record Pool(String id, List<Expert> experts, List<String> labels) {
    public Pool {
        requireNonNull(id, "id is null");
        experts = List.copyOf(experts);
        labels = List.copyOf(labels);
        if (experts.isEmpty() || experts.size() > ExpertSet.LIMIT) {
            throw Failures.tooLarge(
                    "pool " + id + " has " + experts.size() + " experts, 1 to " + ExpertSet.LIMIT + " are allowed");
        }
        if (new HashSet<>(labels).size() != labels.size()) {
            throw Failures.invalid("/labels", "of pool " + id + " hold one twice");
        }
        if (experts.stream().map(Expert::id).distinct().count() != experts.size()) {
            throw Failures.invalid("/experts", "of pool " + id + " hold one twice");
        }
        for (Expert expert : experts) {
            checkLabels(id, expert, labels);
        }
    }

    public int size() {
        return experts.size();
    }

    /** Place of a label in the target space. */
    public int labelIndex(String label) {
        return labels.indexOf(label);
    }

    /**
     * Where the columns of expert {@code k} lie in the target space, -1 for a label the pool does not know:
     * {@code int[M_k]}.
     */
    public int[] targetsOf(int k) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            places.put(labels.get(i), i);
        }
        return experts.get(k).labels().stream()
                .mapToInt(label -> places.getOrDefault(label, -1))
                .toArray();
    }

    /** Cost units of one call of each expert: the c_k of eq. 4.1. */
    public double[] prices(CostWeights weights) {
        return experts.stream().mapToDouble(expert -> weights.of(expert.cost())).toArray();
    }

    private static void checkLabels(String pool, Expert expert, List<String> labels) {
        if (expert.kind() == ExpertKind.CLASSIFIER && expert.labels().stream().noneMatch(labels::contains)) {
            throw Failures.labelNotInPool("no label of expert " + expert.id() + " is one of pool " + pool);
        }
    }
}
