package dev.majlis.cappy.train;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenizerFile;
import dev.majlis.nn.train.Labelled;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.RegressionPipeline;
import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.nn.train.TrainingRun;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains a scorer from a base encoder and labelled pairs. The result is a folder with {@code config.json}, {@code
 * model.safetensors} and {@code tokenizer.json} whose raw output is the score. A run that was broken off goes on from its last
 * checkpoint, with the same losses to the last bit, when it is started again with the same pairs, settings and work folder.
 */
public final class ScorerTraining {
    private static final String TOKENIZER = "tokenizer.json";

    private final Path base;
    private final ScorerTrainingSpec spec;

    /**
     * @param base folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}; a head of one output
     *     that is there is trained further, otherwise a new one is drawn
     */
    public ScorerTraining(Path base, ScorerTrainingSpec spec) {
        this.base = requireNonNull(base, "base is null");
        this.spec = requireNonNull(spec, "spec is null");
    }

    /**
     * @param train pairs to learn
     * @param validation pairs to look at on the way; the scorer is then that of the best look; may be empty
     * @param work folder for checkpoints; a newer run needs a folder of its own
     * @param out folder of the result; written only when the run was not cancelled
     * @param onProgress called after each update
     * @param cancelled asked before each pass
     * @throws dev.majlis.nn.NnException when the base cannot be read or the training diverges
     */
    public TrainingResult run(
            List<LabelledPair> train,
            List<LabelledPair> validation,
            Path work,
            Path out,
            Consumer<TrainingProgress> onProgress,
            BooleanSupplier cancelled) {
        try (TokenizerFile tokenizer = TokenizerFile.open(base.resolve(TOKENIZER));
                EncoderModel model =
                        EncoderModel.openForTraining(base, HeadKind.SEQUENCE, 1, spec.seed(), spec.threads())) {
            model.parameters().freeze(model.allButLast(spec.trainedLayers()));
            var layout = new SequenceLayout(
                    tokenizer, Math.min(spec.maxTokens(), model.config().maxTokens()));
            var run = TrainingRun.of(new RegressionPipeline(model), tokenised(train, layout), settings())
                    .in(work)
                    .onProgress(onProgress)
                    .resumeLatest();
            if (!validation.isEmpty()) {
                run.validateOn(tokenised(validation, layout));
            }
            TrainingResult result = run.run(cancelled);
            if (result.end() != TrainingResult.End.CANCELLED) {
                model.save(out, DataType.F32);
                copyTokenizer(out);
            }
            return result;
        }
    }

    private TrainingSettings settings() {
        return TrainingSettings.defaults()
                .withEpochs(spec.epochs())
                .withBatch(spec.batchSize(), spec.batchSize(), spec.microTokens())
                .withLearningRate(LearningRate.linear(spec.peak(), spec.warmUp()))
                .withSeed(spec.seed())
                .withEvaluation(spec.validateEvery(), 0)
                .withCheckpoints(spec.checkpointEvery(), 2);
    }

    private static List<Labelled<Float>> tokenised(List<LabelledPair> pairs, SequenceLayout layout) {
        return pairs.stream()
                .map(pair -> new Labelled<>(
                        layout.pair(pair.instruction(), pair.response(), Overflow.TRUNCATE_LONGEST, 0),
                        (float) pair.label()))
                .toList();
    }

    private void copyTokenizer(Path out) {
        try {
            Files.copy(base.resolve(TOKENIZER), out.resolve(TOKENIZER), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
