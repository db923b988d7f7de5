package dev.majlis.bench.scorer;

import dev.majlis.bench.Report;
import dev.majlis.nn.onnx.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The scorer, in process and over HTTP, beside sentence-transformers' CrossEncoder on PyTorch and a length-sorted loop over ONNX
 * Runtime in Python: one run, the same weights, pairs and threads, in turn.
 */
@Command(name = "scorer", description = "Pairs scored a second beside sentence-transformers and a loop in Python.")
public final class ScorerBench implements Callable<Integer> {
    private static final String CROSS_ENCODER = "CrossEncoder (PyTorch), fp32";
    private static final String LOOP = "ONNX Runtime loop, ";

    @Option(
            names = "--python",
            description = "A Python with sentence-transformers and onnxruntime; left out, only Majlis is measured.")
    private Optional<Path> python = Optional.empty();

    @Option(
            names = "--model",
            description =
                    "Folder with a trained scorer (model.safetensors, config.json, tokenizer.json); left out, MiniLM with a random head.")
    private Optional<Path> model = Optional.empty();

    @Option(names = "--pairs", defaultValue = "192")
    private int pairCount;

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each closed loop.")
    private int seconds;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("majlis-bench-scorer");
        ScorerFiles files = model.isPresent()
                ? ScorerFiles.of(model.get(), folder.resolve("model"), threads)
                : ScorerFiles.headOnMiniLm(folder, threads);
        Pairs pairs = Pairs.of(Math.max(pairCount, Pairs.GROUP), 7, files.tokenizer());
        try (ScorerService service = ScorerService.start(folder, files, threads)) {
            List<Measured> sides = new ArrayList<>();
            try {
                for (Precision precision : Precision.values()) {
                    sides.add(new Measured(new InProcessSide(files, precision, pairs, threads)));
                    sides.add(new Measured(new HttpSide(service, precision, pairs)));
                }
                List<PythonSide> peers = python.isPresent() ? peers(folder, files, pairs) : List.of();
                peers.forEach(peer -> sides.add(new Measured(peer)));
                sides.forEach(side -> side.warmUp(Duration.ofSeconds(1)));
                for (int round = 0; round < rounds; round++) {
                    sides.forEach(side -> side.measure(Duration.ofSeconds(seconds)));
                }
                publish(new Results(sides), pairs, peers);
            } finally {
                sides.forEach(Measured::close);
            }
        }
        return 0;
    }

    private List<PythonSide> peers(Path folder, ScorerFiles files, Pairs pairs) throws IOException {
        Path lines = pairs.write(folder.resolve("pairs.jsonl"));
        List<PythonSide> peers = new ArrayList<>();
        peers.add(new PythonSide(
                CROSS_ENCODER,
                python.orElseThrow(),
                lines,
                threads,
                List.of("cross-encoder", files.folder().toString())));
        for (Precision precision : Precision.values()) {
            peers.add(new PythonSide(
                    LOOP + Results.wireName(precision),
                    python.orElseThrow(),
                    lines,
                    threads,
                    List.of(
                            "onnx",
                            files.onnx(precision).toString(),
                            files.tokenizer().toString())));
        }
        return peers;
    }

    private void publish(Results results, Pairs pairs, List<PythonSide> peers) {
        var report = new Report(
                        "scorer-speed",
                        "The scorer beside sentence-transformers and a loop in Python",
                        "./bench/run scorer --python PYTHON --pairs %d --rounds %d --seconds %d --threads %d"
                                .formatted(pairs.list().size(), rounds, seconds, threads))
                .text(
                        ("%s. %d pairs of 5 to 256 tokens, evenly drawn, %.0f on average, in random order; %d threads for each model; all "
                                        + "sides take turns in each of %d rounds after a warm-up; median (least–greatest). ONNX files are written by "
                                        + "this project and the same for both. Clients, service and broker share the cores.")
                                .formatted(
                                        model.isPresent()
                                                ? "A trained scorer"
                                                : "MiniLM-L6 weights with a head of one output drawn from a seed",
                                        pairs.list().size(),
                                        (double) pairs.tokens() / pairs.list().size(),
                                        threads,
                                        rounds))
                .text("All pairs in one call. Padding: part of the tokens that were computed.")
                .table(Results.WHOLE_HEADER, results.whole())
                .text(
                        ("Requests of %d pairs in a closed loop of %d s. A caller of a peer waits until the model is free, for the model "
                                        + "takes one call at a time.")
                                .formatted(Pairs.GROUP, seconds))
                .table(Results.LOAD_HEADER, results.load());
        if (!peers.isEmpty()) {
            report.text("Ratios of pairs a second, round by round.")
                    .table(
                            Results.RATIO_HEADER,
                            List.of(
                                    results.ratio("Majlis over HTTP, fp32", CROSS_ENCODER, "≥ 2"),
                                    results.ratio("Majlis over HTTP, int8", CROSS_ENCODER, "≥ 4.5"),
                                    results.ratio("Majlis in process, fp32", LOOP + "fp32", "≥ 1.05"),
                                    results.ratio("Majlis in process, int8", LOOP + "int8", "≥ 1.05")))
                    .text(results.errors(CROSS_ENCODER));
            peers.forEach(peer -> report.text(peer.name() + ": " + peer.versions() + "."));
        }
        report.publish();
    }
}
