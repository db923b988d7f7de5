package dev.majlis.foe.serve;

import java.util.List;
import java.util.Optional;

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

    /** Hashes of the inputs the current version was trained on; none where they are not known. */
    long[] trainedInputs(String model);
}
