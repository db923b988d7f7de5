package dev.majlis.foe.serve;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The published text classifiers of the registry. Thread-safe; blocks. */
public interface HostedModels {
    /**
     * A model as it is published now.
     *
     * @param labels in the order of its probabilities
     */
    record Hosted(String model, String version, List<String> labels) {}

    Optional<Hosted> find(String model);

    /** Its current version alone, which is cheap to ask for. */
    Optional<String> version(String model);

    /** Whether the current version was trained on an input, by its hash. */
    LongPredicate trainedOn(String model);
}
