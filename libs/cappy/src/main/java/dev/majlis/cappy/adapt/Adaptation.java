package dev.majlis.cappy.adapt;

import static java.util.Objects.requireNonNull;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.PairSet;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.train.ScorerTraining;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.cappy.train.TrainedScorer;
import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Adapts a scorer to the items of a task whose candidates are samples of some generator, or the choices of a classification: holds
 * out a share of the items, trains on the others, and judges before and after on what was held out, beside the controls.
 */
public final class Adaptation {
    private final Path base;
    private final Settings settings;
    private final ScorerTrainingSpec spec;

    /**
     * @param holdOut share of the items, above 0 and below 1
     * @param trainSize pairs of one epoch: the set is repeated or cut to it
     * @param rougeMode of labels and of the proof
     * @param seed of the split, the draws and the intervals
     */
    public record Settings(double holdOut, int trainSize, RougeMode rougeMode, long seed) {
        public Settings {
            requireNonNull(rougeMode, "rougeMode is null");
            if (!(holdOut > 0 && holdOut < 1) || trainSize < 1) {
                throw new IllegalArgumentException("holdOut %s, trainSize %d".formatted(holdOut, trainSize));
            }
        }
    }

    /** @param base folder of the scorer to start from */
    public Adaptation(Path base, Settings settings, ScorerTrainingSpec spec) {
        this.base = requireNonNull(base, "base is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.spec = requireNonNull(spec, "spec is null");
    }

    /**
     * @param items with candidates
     * @param work folder for checkpoints
     * @param out folder of the adapted scorer
     * @return nothing when the training was cancelled; it goes on from its checkpoint when called again
     * @throws dev.majlis.mesh.error.MeshException {@code unprocessable-input} when the items cannot teach or prove anything
     */
    public Optional<AdaptationReport> run(
            List<Example> items,
            Path work,
            Path out,
            Consumer<TrainingProgress> onProgress,
            BooleanSupplier cancelled) {
        return run(items, work, out, phase -> {}, onProgress, cancelled);
    }

    /**
     * The same, telling where it stands.
     *
     * @param onPhase called when another phase begins
     */
    public Optional<AdaptationReport> run(
            List<Example> items,
            Path work,
            Path out,
            Consumer<AdaptationPhase> onPhase,
            Consumer<TrainingProgress> onProgress,
            BooleanSupplier cancelled) {
        onPhase.accept(AdaptationPhase.LABELLING);
        AdaptationData data = AdaptationData.of(items, settings);
        PairSet pairs = data.pairs();
        onPhase.accept(AdaptationPhase.TRAINING);
        TrainingResult result = new ScorerTraining(base, spec)
                .run(pairs.drawn(settings.trainSize(), settings.seed()), List.of(), work, out, onProgress, cancelled);
        if (result.end() == TrainingResult.End.CANCELLED) {
            return Optional.empty();
        }
        onPhase.accept(AdaptationPhase.EVALUATING);
        return Optional.of(judged(data, out));
    }

    private AdaptationReport judged(AdaptationData data, Path out) {
        List<Example> heldOut = data.split().heldOut();
        List<TrainedScorer.Pair> asked = heldOut.stream()
                .flatMap(example -> Candidates.of(example).stream()
                        .map(candidate -> new TrainedScorer.Pair(example.instruction(), candidate.response())))
                .toList();
        PolicyTable table = new PolicyTable(heldOut, settings.rougeMode(), settings.seed())
                .add("before", new BaseJudge(base, spec.maxTokens(), spec.threads()).score(asked))
                .add("after", scores(out, asked));
        return new AdaptationReport(
                data.split().train().size(),
                heldOut.size(),
                data.measure(),
                data.pairs().counts(),
                data.pairs().sha256(),
                table.outcomes(),
                table.gain("after", "first"),
                table.gain("after", "before"));
    }

    private float[] scores(Path folder, List<TrainedScorer.Pair> asked) {
        try (TrainedScorer scorer = TrainedScorer.open(folder, spec.maxTokens(), spec.threads())) {
            return scorer.score(asked);
        }
    }
}
