package dev.majlis.nn.train;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;

/**
 * How to train. An update sees {@code batchSize} examples; they are cut into micro-batches, shortest first, whose gradients are
 * averaged by weight, so the result does not depend on the cut.
 *
 * @param epochs times that every example is seen
 * @param maxUpdates updates after which the run ends earlier; 0 for no limit
 * @param batchSize examples of one update; the last update of an epoch may have fewer
 * @param microBatch most examples of one micro-batch
 * @param microTokens most tokens of one micro-batch, padding included; one example may be longer
 * @param learningRate of each update
 * @param adamW numbers of the optimiser
 * @param shuffle whether each epoch has an order of its own, drawn from the seed
 * @param seed of order and dropout
 * @param evaluateEvery updates between two looks at the validation examples; 0 for the end of each epoch
 * @param patience looks without a better loss after which the run stops; 0 for never
 * @param checkpointEvery updates between two checkpoints; 0 for none but the last
 * @param keepCheckpoints newest that stay on disk
 */
public record TrainingSettings(
        int epochs,
        long maxUpdates,
        int batchSize,
        int microBatch,
        int microTokens,
        LearningRate learningRate,
        AdamWSettings adamW,
        boolean shuffle,
        long seed,
        long evaluateEvery,
        int patience,
        long checkpointEvery,
        int keepCheckpoints) {

    public TrainingSettings {
        requireNonNull(learningRate, "learningRate is null");
        requireNonNull(adamW, "adamW is null");
        requireFrom("epochs", epochs, 1);
        requireFrom("maxUpdates", maxUpdates, 0);
        requireFrom("batchSize", batchSize, 1);
        requireFrom("microBatch", microBatch, 1);
        requireFrom("microTokens", microTokens, 1);
        requireFrom("evaluateEvery", evaluateEvery, 0);
        requireFrom("patience", patience, 0);
        requireFrom("checkpointEvery", checkpointEvery, 0);
        requireFrom("keepCheckpoints", keepCheckpoints, 1);
    }

    /** One epoch, 32 examples an update, micro-batches of at most 32 examples and 1,024 tokens, linear 2e-5, 10 % warm-up. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(
                1, 0, 32, 32, 1024, LearningRate.linear(2e-5, 0.1), AdamWSettings.defaults(), true, 11111, 0, 0, 0, 2);
    }

    public TrainingSettings withEpochs(int value) {
        return new TrainingSettings(
                value,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                adamW,
                shuffle,
                seed,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    public TrainingSettings withMaxUpdates(long value) {
        return new TrainingSettings(
                epochs,
                value,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                adamW,
                shuffle,
                seed,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    /** Examples of an update, and the bounds of a micro-batch in examples and in tokens. */
    public TrainingSettings withBatch(int examples, int microExamples, int microTokenBudget) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                examples,
                microExamples,
                microTokenBudget,
                learningRate,
                adamW,
                shuffle,
                seed,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    public TrainingSettings withLearningRate(LearningRate value) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                value,
                adamW,
                shuffle,
                seed,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    public TrainingSettings withAdamW(AdamWSettings value) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                value,
                shuffle,
                seed,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    public TrainingSettings withShuffle(boolean value) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                adamW,
                value,
                seed,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    public TrainingSettings withSeed(long value) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                adamW,
                shuffle,
                value,
                evaluateEvery,
                patience,
                checkpointEvery,
                keepCheckpoints);
    }

    /** How often to look at the validation examples, and after how many looks without a better loss to stop. */
    public TrainingSettings withEvaluation(long everyUpdates, int stopAfter) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                adamW,
                shuffle,
                seed,
                everyUpdates,
                stopAfter,
                checkpointEvery,
                keepCheckpoints);
    }

    /** How often to write a checkpoint, and how many to keep. */
    public TrainingSettings withCheckpoints(long everyUpdates, int keep) {
        return new TrainingSettings(
                epochs,
                maxUpdates,
                batchSize,
                microBatch,
                microTokens,
                learningRate,
                adamW,
                shuffle,
                seed,
                evaluateEvery,
                patience,
                everyUpdates,
                keep);
    }

    /** Everything that the loss curve depends on; a run resumes only under the same. */
    String identity() {
        return String.join(
                " ",
                "epochs=" + epochs,
                "maxUpdates=" + maxUpdates,
                "batch=" + batchSize + "/" + microBatch + "/" + microTokens,
                learningRate.toString(),
                adamW.toString(),
                "shuffle=" + shuffle,
                "seed=" + seed,
                "evaluateEvery=" + evaluateEvery,
                "patience=" + patience);
    }

    private static void requireFrom(String name, long value, long least) {
        if (value < least) {
            throw new NnException(Kind.INVALID, name + " must be at least " + least + ", not " + value);
        }
    }
}
