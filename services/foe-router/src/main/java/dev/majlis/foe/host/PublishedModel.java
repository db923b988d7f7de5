package dev.majlis.foe.host;

import dev.majlis.nn.classify.TrainedInputs;
import java.nio.file.Path;
import java.util.List;

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

    /** What it was trained on, for the leak check; read anew each time. */
    public TrainedInputs trainedInputs() {
        return TrainedInputs.read(folder);
    }
}
