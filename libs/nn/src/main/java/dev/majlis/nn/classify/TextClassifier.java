package dev.majlis.nn.classify;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.mlp.Mlp;
import dev.majlis.nn.mlp.MlpInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A trained classifier of texts, in plain Java but for the encoder of one that reads embeddings. Thread-safe as far as that
 * encoder is.
 */
public final class TextClassifier {
    private final ClassifierConfig config;
    private final TextFeatures features;
    private final Mlp mlp;

    private TextClassifier(ClassifierConfig config, TextFeatures features, Mlp mlp) {
        this.config = config;
        this.features = features;
        this.mlp = mlp;
    }

    /**
     * Reads {@code classifier.json}, {@code mlp.json} and {@code mlp.safetensors} of a folder.
     *
     * @param encoder n texts to {@code float[n][d]}, of the model that {@link ClassifierConfig#base} names; not asked by one
     *     that reads n-grams
     * @throws NnException {@code CORRUPT}, or {@code UNSUPPORTED} when an encoder is needed and not given
     */
    public static TextClassifier open(Path folder, Optional<Function<List<String>, float[][]>> encoder) {
        ClassifierConfig config = ClassifierConfig.read(folder);
        Mlp mlp = Mlp.open(folder);
        if (mlp.config().classes() != config.labels().size() || mlp.config().width() != config.width()) {
            throw new NnException(
                    Kind.CORRUPT,
                    folder + ": the perceptron reads " + mlp.config().width() + " columns and has "
                            + mlp.config().classes() + " classes, " + ClassifierConfig.FILE + " says "
                            + config.width() + " and " + config.labels().size());
        }
        return new TextClassifier(config, features(config, encoder), mlp);
    }

    private static TextFeatures features(ClassifierConfig config, Optional<Function<List<String>, float[][]>> encoder) {
        if (config.base().isEmpty()) {
            return new Ngrams(config.width());
        }
        String base = config.base().get();
        return new Embedding(
                base,
                config.width(),
                encoder.orElseThrow(() -> new NnException(
                        Kind.UNSUPPORTED, "the classifier reads embeddings of " + base + ", none are given")));
    }

    /** Names of the classes, in their order. */
    public List<String> labels() {
        return config.labels();
    }

    /** The model of whose embeddings it reads. */
    public Optional<String> base() {
        return config.base();
    }

    /** Calibrated shares of the classes, {@code float[texts][labels]}; each row sums to 1. */
    public float[][] probabilities(List<String> texts) {
        if (texts.isEmpty()) {
            return new float[0][];
        }
        List<MlpInput> rows = features.of(texts);
        float[][] shares = new float[rows.size()][];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Mlp.softmax(mlp.logits(rows.get(i), 1), config.temperature());
        }
        return shares;
    }
}
