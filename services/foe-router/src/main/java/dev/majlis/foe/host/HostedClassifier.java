package dev.majlis.foe.host;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.registry.ModelVersion;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.classify.ClassifierConfig;
import dev.majlis.nn.classify.TextClassifier;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One loaded version of a text classifier. Thread-safe. */
public final class HostedClassifier {
    private static final String WARM_UP = "A few plain words, to warm up.";

    private final ModelVersion version;
    private final TextClassifier classifier;

    private HostedClassifier(ModelVersion version, TextClassifier classifier) {
        this.version = version;
        this.classifier = classifier;
    }

    /**
     * Loads a version and lets it answer once alone and once in a full batch.
     *
     * @param encoders by the name of a model, n texts to {@code float[n][d]}; asked for classifiers that read embeddings
     * @param batch size of a full batch
     * @throws NnException when the files are no classifier's, or its answers no distributions
     */
    public static HostedClassifier open(
            ModelVersion version,
            Path folder,
            Function<String, Function<List<String>, float[][]>> encoders,
            int batch) {
        requireNonNull(encoders, "encoders is null");
        Optional<Function<List<String>, float[][]>> encoder =
                ClassifierConfig.read(folder).base().map(encoders);
        var opened = new HostedClassifier(version, TextClassifier.open(folder, encoder));
        opened.warm(1);
        opened.warm(batch);
        return opened;
    }

    public ModelVersion version() {
        return version;
    }

    public List<String> labels() {
        return classifier.labels();
    }

    /** {@code float[texts][labels]}. */
    public float[][] probabilities(List<String> texts) {
        return classifier.probabilities(texts);
    }

    private void warm(int texts) {
        for (float[] row : probabilities(Collections.nCopies(texts, WARM_UP))) {
            double sum = 0;
            for (float share : row) {
                sum += share;
            }
            if (!(Math.abs(sum - 1) < 1e-3)) {
                throw new NnException(Kind.CORRUPT, "its shares sum to " + sum);
            }
        }
    }
}
