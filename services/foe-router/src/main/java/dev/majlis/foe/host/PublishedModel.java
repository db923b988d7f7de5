package dev.majlis.foe.host;

import dev.majlis.nn.classify.TrainedInputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The current version of a published text classifier.
 *
 * @param labels in the order of its probabilities
 * @param folder with its files
 */
public record PublishedModel(String model, String version, List<String> labels, Path folder) {
    public PublishedModel {
        labels = List.copyOf(labels);
    }

    /** What it was trained on, for the leak check; read anew each time, empty where its trainer left no list. */
    public Optional<TrainedInputs> trainedInputs() {
        return Files.exists(folder.resolve(TrainedInputs.FILE))
                ? Optional.of(TrainedInputs.read(folder))
                : Optional.empty();
    }
}
