package dev.majlis.bench.train;

import dev.majlis.bench.Report;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.store.Progress;
import dev.majlis.models.store.StoredFile;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.Predictor;
import dev.majlis.nn.train.RegressionPipeline;
import dev.majlis.nn.train.TrainingProgress;
import dev.majlis.nn.train.TrainingRun;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tokens a second of a training run beside PyTorch with the Hugging Face library: MiniLM-L6 with a head of one output, mean
 * squared error, AdamW, dropout 0.1, the same examples and threads. Both sides take turns; the first turn of each is
 * a warm-up.
 */
@Command(name = "train-speed", description = "Tokens a second in training beside plain PyTorch.")
public final class TrainSpeedBench implements Callable<Integer> {
    private static final String ENCODER = "minilm-l6-v2";
    private static final int MICRO_TOKENS = 4096;
    private static final double RATE = 2e-5;
    private static final double DECAY = 0.01;
    private static final long SEED = 20;

    @Option(names = "--python", required = true, description = "A Python with torch and transformers.")
    private Path python;

    @Option(names = "--updates", defaultValue = "4", description = "Of each side in each round.")
    private int updates;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--pairs", defaultValue = "32", description = "Of an update.")
    private int batch;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Option(names = "--trained", description = "all-but-embeddings or all; left out, one after the other.")
    private List<String> kinds = List.of("all-but-embeddings", "all");

    /** What one kind of run came to. */
    private record Outcome(
            String kind,
            double[] ours,
            double[] peers,
            double[] ratios,
            double[] work,
            double difference,
            String with) {}

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("majlis-bench-train");
        Path base = encoder(folder.resolve("base"));
        MadeUpTexts texts = MadeUpTexts.of(batch * updates * (rounds + 1), 7);
        Path lines = texts.write(folder.resolve("updates.jsonl"), batch);
        List<Outcome> outcomes = new ArrayList<>();
        for (String kind : kinds) {
            outcomes.add(measure(kind, base, folder.resolve(kind), texts, lines));
        }
        publish(outcomes);
        return 0;
    }

    private static Path encoder(Path folder) throws IOException {
        LocalModelHub hub = LocalModelHub.builder().build();
        Map<String, StoredFile> files = hub.store().fetch(hub.entry(ENCODER), Progress.NONE);
        Files.createDirectories(folder);
        Files.copy(
                files.get("weights").path(), folder.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.get("config").path(), folder.resolve("config.json"), StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    private Outcome measure(String kind, Path base, Path folder, MadeUpTexts texts, Path lines) throws IOException {
        boolean frozen = !kind.equals("all");
        try (EncoderModel model = EncoderModel.openForTraining(base, HeadKind.SEQUENCE, 1, SEED, threads)) {
            model.save(folder, DataType.F32);
            model.parameters().freeze(name -> frozen && name.startsWith("embeddings."));
            try (TorchPeer peer = new TorchPeer(python, folder, lines, frozen, threads, MICRO_TOKENS)) {
                return inTurn(kind, new RegressionPipeline(model), texts, peer);
            }
        }
    }

    private Outcome inTurn(String kind, RegressionPipeline pipeline, MadeUpTexts texts, TorchPeer peer) {
        double ownLoss = new Predictor<>(pipeline, batch, MICRO_TOKENS)
                .loss(texts.examples().subList(0, batch));
        var outcome = new Outcome(
                kind,
                new double[rounds],
                new double[rounds],
                new double[rounds],
                new double[rounds],
                Math.abs(ownLoss - peer.firstLoss()),
                peer.versions());
        var settings = TrainingSettings.defaults()
                .withBatch(batch, batch, MICRO_TOKENS)
                .withShuffle(false)
                .withLearningRate(LearningRate.constant(RATE))
                .withAdamW(AdamWSettings.defaults().withWeightDecay(DECAY));
        long[] began = {System.nanoTime(), processorNanos()};
        TrainingRun.of(pipeline, texts.examples(), settings)
                .onProgress(progress -> {
                    if (progress.update() % updates == 0) {
                        var own = new Spent((System.nanoTime() - began[0]) / 1e9, (processorNanos() - began[1]) / 1e9);
                        record(outcome, progress, own, peer.train(updates), texts);
                        began[0] = System.nanoTime();
                        began[1] = processorNanos();
                    }
                })
                .run(() -> false);
        return outcome;
    }

    private void record(Outcome outcome, TrainingProgress progress, Spent own, Spent peers, MadeUpTexts texts) {
        int turn = Math.toIntExact(progress.update() / updates) - 1;
        if (turn == 0) {
            return;
        }
        long tokens = texts.tokens(turn * updates * batch, (turn + 1) * updates * batch);
        outcome.ours()[turn - 1] = tokens / own.seconds();
        outcome.peers()[turn - 1] = tokens / peers.seconds();
        outcome.ratios()[turn - 1] = peers.seconds() / own.seconds();
        outcome.work()[turn - 1] = peers.processorSeconds() / own.processorSeconds();
    }

    private static long processorNanos() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean full ? full.getProcessCpuTime() : 0;
    }

    private void publish(List<Outcome> outcomes) {
        new Report(
                        "training-speed",
                        "Training beside plain PyTorch",
                        "./bench/run train-speed --python PYTHON --pairs %d --updates %d --rounds %d --threads %d"
                                .formatted(batch, updates, rounds, threads))
                .text(
                        ("MiniLM-L6 with a head of one output drawn from a seed; mean squared error, AdamW (rate %s, decay %s, norm clipped at"
                                        + " 1), dropout 0.1, fp32. Updates of %d pairs of %d to %d tokens, evenly drawn, cut, shortest first, into"
                                        + " micro-batches of at most %d tokens, padding included; both sides train on the same ones. %d threads."
                                        + " The sides take turns of %d updates; after a turn of each to warm up, %d rounds; tokens a second,"
                                        + " padding not counted, median (least–greatest). Ratios are taken round by round; the one by processor time"
                                        + " depends little on what else the machine does. To pass: 0.9×.")
                                .formatted(
                                        RATE,
                                        DECAY,
                                        batch,
                                        MadeUpTexts.FEWEST_TOKENS,
                                        MadeUpTexts.MOST_TOKENS,
                                        MICRO_TOKENS,
                                        threads,
                                        updates,
                                        rounds))
                .table(
                        List.of(
                                "trained",
                                "PyTorch",
                                "Majlis",
                                "Majlis/PyTorch",
                                "the same by processor time",
                                "first loss differs by"),
                        outcomes.stream()
                                .map(one -> List.of(
                                        one.kind().replace('-', ' '),
                                        Report.spread(0, one.peers()),
                                        Report.spread(0, one.ours()),
                                        Report.spread(2, one.ratios()),
                                        Report.spread(2, one.work()),
                                        String.format(Locale.ROOT, "%.1e", one.difference())))
                                .toList())
                .text("PyTorch: " + outcomes.get(0).with()
                        + ", with the library's own defaults for attention and dropout.")
                .publish();
    }
}
