package dev.majlis.bench.mini;

import dev.majlis.bench.Report;
import dev.majlis.cappy.calibrate.Calibration;
import dev.majlis.cappy.calibrate.CalibrationError;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.Origin;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import dev.majlis.cappy.evaluate.ChoiceRanking;
import dev.majlis.cappy.train.ScorerTraining;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a scorer to choose among given answers and judges it on held-out items: labels of texts (question types, polarity) or
 * the answers of two models, with calibrated probabilities.
 */
@Command(name = "proof", description = "Choosing among given answers; writes docs/results/cappy-choosing-<task>.md.")
@SuppressWarnings("SystemOut")
final class Proof implements Callable<Integer> {
    private static final int TOKENS = 256;
    private static final int MOST_WRONG = 2;

    @Option(names = "--task", required = true, description = "${COMPLETION-CANDIDATES}")
    private ProofTask task;

    @Option(names = "--data", required = true, description = "folder with the task's files")
    private Path data;

    @Option(names = "--base", required = true, description = "folder of the encoder or scorer to start from")
    private Path base;

    @Option(
            names = "--seen",
            description = "rows that the base was trained on (train.jsonl.gz): none of them is held out")
    private Path seen;

    @Option(names = "--work", required = true, description = "folder for checkpoints and the model")
    private Path work;

    @Option(names = "--items", defaultValue = "10000", description = "most items to learn from")
    private int most;

    @Option(names = "--epochs", defaultValue = "1")
    private int epochs;

    @Option(names = "--peak", defaultValue = "1e-4", description = "highest learning rate")
    private double peak;

    @Option(names = "--layers", defaultValue = "6", description = "layers that are trained, from the top")
    private int layers;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Option(names = "--seed", defaultValue = "11111")
    private long seed;

    @Override
    public Integer call() throws Exception {
        ProofTask.Items items = unseen(task.read(data, seed));
        List<Example> train =
                items.train().subList(0, Math.min(most, items.train().size()));
        List<LabelledPair> pairs = pairs(train);
        Path model = pairs.isEmpty() || epochs == 0 ? base : train(pairs);
        float[] scores = Judges.scores(model, items.heldOut());
        ChoiceRanking ranking = ChoiceRanking.of(items.heldOut(), scores);
        BootstrapInterval interval = BootstrapInterval.of(ranking.hits(), 0.95, 2000, seed);
        List<List<String>> table = new ArrayList<>();
        for (Map.Entry<String, Double> one : items.references().entrySet()) {
            table.add(List.of(one.getKey(), percent(one.getValue()), ""));
        }
        table.add(List.of("lot", percent(ChoiceRanking.chance(items.heldOut())), ""));
        table.add(List.of(
                "**scorer**", percent(ranking.accuracy()), percent(interval.low()) + "–" + percent(interval.high())));
        var report = new Report(
                        "cappy-choosing-" + task.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        items.title(),
                        "./bench/run cappy proof --task %s --data … --base … --work …%s --items %d --epochs %d --peak %s --layers %d"
                                .formatted(task, seen == null ? "" : " --seen …", most, epochs, peak, layers))
                .text("%s %,d items to learn from (%,d pairs), %,d held out."
                        .formatted(
                                items.source(),
                                train.size(),
                                pairs.size(),
                                items.heldOut().size()))
                .table(List.of("choice by", "right, %", "95 %"), table);
        report.text(calibration(items.heldOut(), scores)).publish();
        return 0;
    }

    private ProofTask.Items unseen(ProofTask.Items items) throws IOException {
        if (seen == null) {
            return items;
        }
        String instructions =
                ExampleFile.read(seen).stream().map(Example::instruction).collect(Collectors.joining("\n"));
        List<Example> heldOut = items.heldOut().stream()
                .filter(item -> !instructions.contains(
                        item.instruction().lines().findFirst().orElseThrow().replace("Review: ", "")))
                .toList();
        System.out.printf(
                "%,d of %,d held-out items were read by the base and are left out%n",
                items.heldOut().size() - heldOut.size(), items.heldOut().size());
        return new ProofTask.Items(items.title(), items.source(), items.train(), heldOut, items.references());
    }

    private Path train(List<LabelledPair> pairs) throws IOException {
        Path model = Files.createDirectories(work).resolve("model");
        ScorerTrainingSpec spec = ScorerTrainingSpec.defaults()
                .withEpochs(epochs)
                .withPeak(peak)
                .withTrainedLayers(layers)
                .withTokens(TOKENS, 2048)
                .withPauses(0, 100)
                .withThreads(threads)
                .withSeed(seed);
        new ScorerTraining(base, spec)
                .run(
                        pairs,
                        List.of(),
                        work.resolve("checkpoints"),
                        model,
                        progress -> {
                            if (progress.update() % 20 == 0) {
                                System.out.printf(
                                        "update %,d of %,d, loss %.4f, %,.0f tokens/s%n",
                                        progress.update(),
                                        progress.totalUpdates(),
                                        progress.loss(),
                                        progress.tokensPerSecond());
                            }
                        },
                        () -> false);
        return model;
    }

    /** Right answers get 1, at most two wrong ones 0. */
    private List<LabelledPair> pairs(List<Example> items) {
        var random = new Random(seed);
        List<LabelledPair> pairs = new ArrayList<>();
        for (Example item : items) {
            List<String> wrong = new ArrayList<>(item.choices());
            wrong.removeAll(item.references());
            Collections.shuffle(wrong, random);
            item.choices().stream()
                    .filter(item.references()::contains)
                    .forEach(right -> pairs.add(new LabelledPair(item.instruction(), right, 1, Origin.REFERENCE)));
            wrong.stream()
                    .limit(MOST_WRONG)
                    .forEach(other -> pairs.add(new LabelledPair(item.instruction(), other, 0, Origin.WRONG_CHOICE)));
        }
        return pairs;
    }

    /** An isotonic fit on one half of the held-out scores of chosen answers, judged on the other. */
    private static String calibration(List<Example> items, float[] scores) {
        List<Double> fitScores = new ArrayList<>();
        List<Boolean> fitRight = new ArrayList<>();
        List<Double> raw = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < items.size(); i++) {
            Example item = items.get(i);
            int best = at;
            for (int j = at; j < at + item.choices().size(); j++) {
                best = scores[j] > scores[best] ? j : best;
            }
            boolean hit = item.references().contains(item.choices().get(best - at));
            (i % 2 == 0 ? fitScores : raw).add((double) scores[best]);
            (i % 2 == 0 ? fitRight : right).add(hit);
            at += item.choices().size();
        }
        Calibration calibration = Calibration.fit(fitScores, fitRight);
        double before = CalibrationError.of(
                raw.stream().map(score -> Math.max(0, Math.min(1, score))).toList(), right);
        double after =
                CalibrationError.of(raw.stream().map(calibration::probability).toList(), right);
        return String.format(
                Locale.ROOT,
                "Expected calibration error (10 bins) of the chosen answers on one half of the held-out items: %.3f raw and clamped, %.3f after an isotonic fit on the other half.",
                before,
                after);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
