package dev.majlis.cappy.train;

/**
 * How a scorer is trained. The numbers of the published adaptation are those of {@link dev.majlis.cappy.plan.TrainingPlan}; the
 * defaults here suit a base of some 20 million parameters on a processor.
 *
 * @param maxTokens of one pair, special tokens included; what is longer loses the end of its longer segment
 * @param trainedLayers layers counted from the top that are trained, with the head; embeddings stay as they are
 * @param epochs times that every pair is seen
 * @param batchSize pairs of one update
 * @param microTokens tokens of one pass, padding included; bounds the memory
 * @param peak highest learning rate
 * @param warmUp share of the updates that climb from 0 to the peak; then linear to 0
 * @param validateEvery updates between two looks at the validation pairs; 0 for the end of each epoch
 * @param checkpointEvery updates between two checkpoints
 * @param seed of the new head, the order and the dropout
 * @param threads that one operation may use; the first model of a process decides for all
 */
public record ScorerTrainingSpec(
        int maxTokens,
        int trainedLayers,
        int epochs,
        int batchSize,
        int microTokens,
        double peak,
        double warmUp,
        int validateEvery,
        int checkpointEvery,
        long seed,
        int threads) {
    public ScorerTrainingSpec {
        if (maxTokens < 8 || trainedLayers < 0 || epochs < 1 || batchSize < 1 || microTokens < maxTokens) {
            throw new IllegalArgumentException(
                    "maxTokens ≥ 8, trainedLayers ≥ 0, epochs ≥ 1, batchSize ≥ 1 and microTokens ≥ maxTokens are needed");
        }
        if (!(peak > 0 && peak < 1) || !(warmUp >= 0 && warmUp <= 1)) {
            throw new IllegalArgumentException("peak %s or warmUp %s is out of range".formatted(peak, warmUp));
        }
        if (validateEvery < 0 || checkpointEvery < 1 || threads < 1) {
            throw new IllegalArgumentException("validateEvery ≥ 0, checkpointEvery ≥ 1 and threads ≥ 1 are needed");
        }
    }

    /** One epoch, 320 tokens a pair, all six layers of a small base, 32 pairs an update, peak 1e-4 after 6 % of the updates. */
    public static ScorerTrainingSpec defaults() {
        return new ScorerTrainingSpec(320, 6, 1, 32, 2048, 1e-4, 0.06, 0, 200, 11111, 2);
    }

    public ScorerTrainingSpec withEpochs(int value) {
        return new ScorerTrainingSpec(
                maxTokens,
                trainedLayers,
                value,
                batchSize,
                microTokens,
                peak,
                warmUp,
                validateEvery,
                checkpointEvery,
                seed,
                threads);
    }

    public ScorerTrainingSpec withPeak(double value) {
        return new ScorerTrainingSpec(
                maxTokens,
                trainedLayers,
                epochs,
                batchSize,
                microTokens,
                value,
                warmUp,
                validateEvery,
                checkpointEvery,
                seed,
                threads);
    }

    public ScorerTrainingSpec withTrainedLayers(int value) {
        return new ScorerTrainingSpec(
                maxTokens,
                value,
                epochs,
                batchSize,
                microTokens,
                peak,
                warmUp,
                validateEvery,
                checkpointEvery,
                seed,
                threads);
    }

    /** Tokens of one pair and of one pass. */
    public ScorerTrainingSpec withTokens(int pair, int pass) {
        return new ScorerTrainingSpec(
                pair,
                trainedLayers,
                epochs,
                batchSize,
                pass,
                peak,
                warmUp,
                validateEvery,
                checkpointEvery,
                seed,
                threads);
    }

    public ScorerTrainingSpec withBatchSize(int value) {
        return new ScorerTrainingSpec(
                maxTokens,
                trainedLayers,
                epochs,
                value,
                microTokens,
                peak,
                warmUp,
                validateEvery,
                checkpointEvery,
                seed,
                threads);
    }

    public ScorerTrainingSpec withSeed(long value) {
        return new ScorerTrainingSpec(
                maxTokens,
                trainedLayers,
                epochs,
                batchSize,
                microTokens,
                peak,
                warmUp,
                validateEvery,
                checkpointEvery,
                value,
                threads);
    }

    public ScorerTrainingSpec withThreads(int value) {
        return new ScorerTrainingSpec(
                maxTokens,
                trainedLayers,
                epochs,
                batchSize,
                microTokens,
                peak,
                warmUp,
                validateEvery,
                checkpointEvery,
                seed,
                value);
    }

    /** How often to look at the validation pairs and to write a checkpoint, in updates. */
    public ScorerTrainingSpec withPauses(int validation, int checkpoint) {
        return new ScorerTrainingSpec(
                maxTokens,
                trainedLayers,
                epochs,
                batchSize,
                microTokens,
                peak,
                warmUp,
                validation,
                checkpoint,
                seed,
                threads);
    }
}
