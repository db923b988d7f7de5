package dev.majlis.nn.mlp;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.nn.train.TrainingResult.End;
import dev.majlis.nn.train.TrainingRun;
import dev.majlis.nn.train.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains a perceptron into a folder. Broken off, it goes on from its last checkpoint with the same losses to the last bit.
 *
 * @param config what it looks like
 * @param settings how; micro-batches are cut so that their input stays below 64 MiB
 * @param threads of the engine
 */
public record MlpTraining(MlpConfig config, TrainingSettings settings, int threads) {
    private static final int MOST_VALUES = 1 << 24;

    public MlpTraining {
        requireNonNull(config, "config is null");
        int most = Math.max(1, MOST_VALUES / config.inputs());
        int rows = Math.min(settings.batchSize(), most);
        settings = settings.withBatch(settings.batchSize(), rows, rows);
    }

    /**
     * Trains to the end, or until cancelled.
     *
     * @param heldOut rows by whose loss the best weights are kept; none for the last ones
     * @param checkpoints folder of the run, the same after a restart
     * @param out folder for {@code mlp.json} and {@code mlp.safetensors}; untouched when cancelled
     * @throws dev.majlis.nn.NnException {@code INVALID} for a row that does not fit, {@code DIVERGED}
     */
    public TrainingResult run(
            List<MlpExample> train,
            List<MlpExample> heldOut,
            Path checkpoints,
            Path out,
            Consumer<TrainingProgress> onProgress,
            BooleanSupplier cancelled) {
        train.forEach(row -> row.require(config));
        heldOut.forEach(row -> row.require(config));
        try (MlpModel model = MlpModel.random(config, train, threads)) {
            TrainingResult result = TrainingRun.of(new MlpPipeline(model), train, settings)
                    .validateOn(heldOut)
                    .in(checkpoints)
                    .resumeLatest()
                    .onProgress(onProgress)
                    .run(cancelled);
            if (result.end() != End.CANCELLED) {
                model.save(out);
            }
            return result;
        }
    }
}
