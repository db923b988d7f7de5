package dev.majlis.foe.pool;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.error.Failures;
import java.util.HashSet;
import java.util.List;

/**
 * One expert f_k as the fuser sees it (foe.md §2.1, §7). Where it is reached is the rim's business.
 *
 * @param id unique in its pool
 * @param labels of a classifier, in the order of its probabilities (M_k of them); empty for the other kinds
 * @param width columns of its feature block: M_k of a classifier, the embedding's length of a generator, 1 of a scorer
 * @param cost of one call
 * @param version of its weights; a fuser is only valid for the versions it was trained on
 */
public record Expert(String id, ExpertKind kind, List<String> labels, int width, Cost cost, String version) {
    public Expert {
        requireNonNull(id, "id is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(cost, "cost is null");
        requireNonNull(version, "version is null");
        labels = List.copyOf(labels);
        if (id.isBlank()) {
            throw Failures.invalid("/id", "is blank");
        }
        if (width < 1) {
            throw Failures.dimMismatch("expert " + id + " has " + width + " columns, at least 1 is needed");
        }
        if (kind == ExpertKind.CLASSIFIER && labels.size() != width) {
            throw Failures.dimMismatch("expert " + id + " has " + labels.size() + " labels and " + width + " columns");
        }
        if (new HashSet<>(labels).size() != labels.size()) {
            throw Failures.invalid("/labels", "of expert " + id + " hold one twice");
        }
    }

    /** A classifier with one probability for each of {@code labels}. */
    public static Expert classifier(String id, List<String> labels, Cost cost, String version) {
        return new Expert(id, ExpertKind.CLASSIFIER, labels, labels.size(), cost, version);
    }

    /** A generator whose features are an embedding of {@code width} columns. */
    public static Expert generator(String id, int width, Cost cost, String version) {
        return new Expert(id, ExpertKind.GENERATOR, List.of(), width, cost, version);
    }
}
