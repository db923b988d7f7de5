package dev.majlis.trainer.task;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.classify.ClassifierConfig;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import dev.majlis.trainer.error.Failures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses labels that cannot be told apart before a job is made of them. Not thread-safe. */
final class ClassifierExamination implements Examination {
    private final Set<String> known;
    private final Set<String> seen = new HashSet<>();

    /** @param labels that are allowed; all of them when empty */
    ClassifierExamination(List<String> labels) {
        this.known = Set.copyOf(requireNonNull(labels, "labels is null"));
    }

    @Override
    public void accept(Row row) {
        String label = ClassifierTask.read(row).label();
        if (!known.isEmpty() && !known.contains(label)) {
            throw new IllegalArgumentException(
                    "label '%s' is not one of the parameter labels".formatted(Failures.shown(label)));
        }
        seen.add(label);
        if (seen.size() > ClassifierConfig.MOST_LABELS) {
            throw new IllegalArgumentException(
                    "is the first with label %d, the limit is %d".formatted(seen.size(), ClassifierConfig.MOST_LABELS));
        }
    }

    @Override
    public void end() {
        if (seen.size() < 2) {
            throw Failures.singleClass(seen.iterator().next());
        }
    }
}
