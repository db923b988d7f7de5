package dev.majlis.bench.mini;

import dev.majlis.bench.Report;
import dev.majlis.cappy.adapt.Adaptation;
import dev.majlis.cappy.adapt.AdaptationReport;
import dev.majlis.cappy.data.AdaptationPairs;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.Sample;
import dev.majlis.cappy.data.Split;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.train.ScorerTraining;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.cappy.train.TrainedScorer;
import dev.majlis.nn.train.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adapts a scorer to the local suite, once with true and once with shuffled labels (cappy.md §8 rows 9 and 10). */
@Command(name = "adapt", description = "Adapts a scorer to five local tasks; writes docs/results/cappy-adaptation.md.")
@SuppressWarnings("SystemOut")
final class Adapt implements Callable<Integer> {
    private static final double HELD_OUT = 0.2;
    private static final int TOKENS = 160;

    @Option(names = "--base", required = true, description = "folder of the scorer to start from")
    private Path base;

    @Option(names = "--work", required = true, description = "folder for checkpoints and results")
    private Path work;

    @Option(names = "--items", defaultValue = "160", description = "of each task; a fifth is held out")
    private int items;

    @Option(names = "--pairs", defaultValue = "12000", description = "to train on")
    private int pairs;

    @Option(names = "--peak", defaultValue = "2e-4", description = "highest learning rate")
    private double peak;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Option(names = "--seed", defaultValue = "11111")
    private long seed;

    @Override
    public Integer call() throws Exception {
        var suite = new LocalSuite(seed);
        List<Example> all = LocalSuite.TASKS.stream()
                .flatMap(task -> suite.items(task, items).stream())
                .toList();
        AdaptationReport report = new Adaptation(
                        base, new Adaptation.Settings(HELD_OUT, pairs, RougeMode.COMPAT, seed), spec())
                .run(all, folder("true", "checkpoints"), folder("true", "model"), shown("true"), () -> false)
                .orElseThrow();
        Split split = Split.byLot(all, HELD_OUT, seed);
        float[] control = control(split);
        new Report(
                        "cappy-adaptation",
                        "A scorer adapted to five local tasks",
                        "./bench/run cappy adapt --base … --work … --items %d --pairs %d".formatted(items, pairs))
                .text("%d items to train on, %d held out, 17 candidates each by a noisy generator; Rouge-L × 100."
                        .formatted(report.trainItems(), report.heldOutItems()))
                .table(List.of("policy", "Rouge-L", "gain over the first", "95 %"), Choose.rows(report.policies()))
                .text(
                        "After over before: %s. Control, the same training with the labels shuffled: gain over the mean of all candidates %s by the true labels, %s by shuffled ones."
                                .formatted(
                                        interval(report.gain()),
                                        interval(gainOverMean(split.heldOut(), control, false)),
                                        interval(gainOverMean(split.heldOut(), control, true))))
                .publish();
        return 0;
    }

    /** Scores of the held-out candidates after training on the same pairs, each with the label of another. */
    private float[] control(Split split) throws Exception {
        List<LabelledPair> right =
                new AdaptationPairs(RougeMode.COMPAT).of(split.train(), seed).drawn(pairs, seed);
        List<Double> labels =
                new ArrayList<>(right.stream().map(LabelledPair::label).toList());
        Collections.shuffle(labels, new Random(seed));
        List<LabelledPair> wrong = IntStream.range(0, right.size())
                .mapToObj(i -> new LabelledPair(
                        right.get(i).instruction(),
                        right.get(i).response(),
                        labels.get(i),
                        right.get(i).origin()))
                .toList();
        Path model = folder("shuffled", "model");
        new ScorerTraining(base, spec())
                .run(wrong, List.of(), folder("shuffled", "checkpoints"), model, shown("shuffled"), () -> false);
        List<TrainedScorer.Pair> asked = split.heldOut().stream()
                .flatMap(item -> item.samples().stream()
                        .map(sample -> new TrainedScorer.Pair(item.instruction(), sample.response())))
                .toList();
        try (TrainedScorer scorer = TrainedScorer.open(model, TOKENS, threads)) {
            return scorer.score(asked);
        }
    }

    /** What the highest scored candidate is worth beyond a random one, in expectation; labels as they are, or shuffled within items. */
    private BootstrapInterval gainOverMean(List<Example> items, float[] scores, boolean shuffled) {
        var rouge = new RougeL();
        var random = new Random(seed);
        double[] gains = new double[items.size()];
        int at = 0;
        for (int i = 0; i < gains.length; i++) {
            Example item = items.get(i);
            List<Double> worth = new ArrayList<>();
            int best = at;
            for (Sample sample : item.samples()) {
                best = scores[at] > scores[best] ? at : best;
                worth.add(rouge.score(item.references(), sample.response(), RougeMode.COMPAT)
                        .f());
                at++;
            }
            if (shuffled) {
                Collections.shuffle(worth, random);
            }
            double mean = worth.stream().mapToDouble(value -> value).average().orElseThrow();
            gains[i] = worth.get(best - (at - worth.size())) - mean;
        }
        return BootstrapInterval.of(gains, 0.95, 5000, seed);
    }

    private ScorerTrainingSpec spec() {
        return ScorerTrainingSpec.defaults()
                .withPeak(peak)
                .withTokens(TOKENS, 4096)
                .withPauses(0, 100)
                .withThreads(threads)
                .withSeed(seed);
    }

    private Path folder(String run, String name) throws IOException {
        return Files.createDirectories(work.resolve(run)).resolve(name);
    }

    private static Consumer<TrainingProgress> shown(String name) {
        return progress -> {
            if (progress.update() % 20 == 0) {
                System.out.printf(
                        "%s: update %d of %d, loss %.4f, %,.0f tokens/s%n",
                        name, progress.update(), progress.totalUpdates(), progress.loss(), progress.tokensPerSecond());
            }
        };
    }

    private static String interval(BootstrapInterval gain) {
        return "%s (%s – %s)"
                .formatted(Choose.points(gain.mean()), Choose.points(gain.low()), Choose.points(gain.high()));
    }
}
