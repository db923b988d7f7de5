package dev.majlis.bench.mini;

import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.MismatchPool;
import dev.majlis.cappy.data.PairSet;
import dev.majlis.cappy.data.PretrainingPairs;
import dev.majlis.cappy.data.Split;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.train.ScorerTraining;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a scorer on rows; started again with the same options, it goes on where it was broken off. */
@Command(name = "train", description = "Trains a scorer; writes the model, losses.csv and the counts of its data.")
@SuppressWarnings("SystemOut")
final class Train implements Callable<Integer> {
    private static final int VALIDATION = 600;

    @Option(names = "--base", required = true)
    private Path base;

    @Option(names = "--rows", required = true, split = ",", description = "files of rows, .jsonl.gz")
    private List<Path> rows;

    @Option(names = "--graded", split = ",", description = "files of graded pairs: cappy teach")
    private List<Path> graded = List.of();

    @Option(names = "--most-graded", defaultValue = "2147483647", description = "of each such file, drawn")
    private int mostGraded;

    @Option(names = "--most-characters", defaultValue = "2147483647", description = "of an instruction")
    private int mostCharacters;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--epochs", defaultValue = "1")
    private int epochs;

    @Option(names = "--peak", defaultValue = "1e-4", description = "highest learning rate")
    private double peak;

    @Option(names = "--layers", defaultValue = "4", description = "layers that are trained, from the top")
    private int layers;

    @Option(names = "--batch", defaultValue = "32")
    private int batch;

    @Option(names = "--tokens", defaultValue = "256", description = "of one pair")
    private int tokens;

    @Option(names = "--negatives", defaultValue = "1", description = "for each right response")
    private int negatives;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Option(names = "--seed", defaultValue = "11111")
    private long seed;

    @Override
    public Integer call() throws Exception {
        List<Example> examples = new ArrayList<>();
        for (Path file : rows) {
            ExampleFile.read(file).stream()
                    .filter(row -> row.instruction().length() <= mostCharacters)
                    .forEach(examples::add);
        }
        Split split = Split.byLot(examples, 0.02, seed);
        var pairs = new PretrainingPairs(
                new PretrainingPairs.Settings(negatives, MismatchPool.DATASET, RougeMode.COMPAT, seed));
        PairSet train = pairs.of(split.train());
        List<LabelledPair> all = new ArrayList<>(train.pairs());
        for (Path file : graded) {
            all.addAll(Corpora.drawn(PairFile.read(file), mostGraded, seed));
        }
        List<LabelledPair> validation = pairs.of(split.heldOut()).drawn(VALIDATION, seed);
        Files.createDirectories(out);
        String summary = "pairs sha256 %s: %s; %d graded ones; %d to look at on the way"
                .formatted(
                        train.sha256(),
                        train.counts(),
                        all.size() - train.pairs().size(),
                        validation.size());
        System.out.println(summary);
        Files.writeString(out.resolve("pairs.txt"), summary + "\n");
        ScorerTrainingSpec spec = ScorerTrainingSpec.defaults()
                .withEpochs(epochs)
                .withPeak(peak)
                .withTrainedLayers(layers)
                .withBatchSize(batch)
                .withTokens(tokens, 2048)
                .withPauses(400, 100)
                .withSeed(seed)
                .withThreads(threads);
        try (BufferedWriter losses = Files.newBufferedWriter(
                out.resolve("losses.csv"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            TrainingResult result = new ScorerTraining(base, spec)
                    .run(
                            all,
                            validation,
                            out.resolve("checkpoints"),
                            out.resolve("model"),
                            progress -> show(progress, losses),
                            () -> false);
            System.out.println();
            System.out.println(result);
        }
        return 0;
    }

    private static void show(TrainingProgress progress, BufferedWriter losses) {
        String validated = progress.validationLoss().isPresent()
                ? String.valueOf(progress.validationLoss().getAsDouble())
                : "";
        try {
            losses.write(
                    "%d,%s,%s,%s%n".formatted(progress.update(), progress.loss(), progress.learningRate(), validated));
            losses.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (progress.update() % 20 == 0 || !validated.isEmpty()) {
            System.out.printf(
                    "update %,d of %,d  loss %.4f  %s  %,.0f tokens/s  %d min left%n",
                    progress.update(),
                    progress.totalUpdates(),
                    progress.loss(),
                    validated.isEmpty() ? "" : "looked " + validated,
                    progress.tokensPerSecond(),
                    progress.remaining().toMinutes());
        }
    }
}
