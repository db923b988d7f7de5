package dev.majlis.nn.classify;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingSettings;
import java.util.List;

/**
 * How a classifier is trained.
 *
 * @param labels in the order of the classes
 * @param hidden widths of hidden layers; none for softmax regression
 * @param dropout behind each hidden layer
 * @param heldOutShare of the texts, in [0, 0.5], by which the best weights are kept and the temperature is fitted
 * @param settings of the run
 * @param threads of the engine
 */
public record ClassifierSpec(
        List<String> labels,
        List<Integer> hidden,
        double dropout,
        double heldOutShare,
        TrainingSettings settings,
        int threads) {

    public ClassifierSpec {
        labels = ClassifierConfig.requireLabels(labels);
        hidden = List.copyOf(hidden);
        requireNonNull(settings, "settings is null");
        if (!(heldOutShare >= 0 && heldOutShare <= 0.5)) {
            throw new NnException(Kind.INVALID, "the held-out share must be in [0, 0.5], not " + heldOutShare);
        }
    }

    /** Softmax regression: 20 epochs, 32 rows an update, cosine from 0.02, decay 0.01, a tenth held out. */
    public static ClassifierSpec of(List<String> labels) {
        return new ClassifierSpec(
                labels,
                List.of(),
                0,
                0.1,
                TrainingSettings.defaults()
                        .withEpochs(20)
                        .withBatch(32, 32, 32)
                        .withLearningRate(LearningRate.cosine(0.02, 0))
                        .withAdamW(AdamWSettings.defaults().withWeightDecay(0.01)),
                1);
    }

    public ClassifierSpec withSettings(TrainingSettings value) {
        return new ClassifierSpec(labels, hidden, dropout, heldOutShare, value, threads);
    }

    public ClassifierSpec withHidden(List<Integer> widths, double rate) {
        return new ClassifierSpec(labels, widths, rate, heldOutShare, settings, threads);
    }

    public ClassifierSpec withHeldOut(double share) {
        return new ClassifierSpec(labels, hidden, dropout, share, settings, threads);
    }
}
