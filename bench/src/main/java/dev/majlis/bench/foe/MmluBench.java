package dev.majlis.bench.foe;

import static dev.majlis.bench.foe.Figures.meanAndSpread;
import static dev.majlis.bench.foe.Figures.percent2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.bench.Report;
import dev.majlis.foe.evaluate.Bootstrap;
import dev.majlis.foe.evaluate.Interval;
import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.fuse.MlpFuser;
import dev.majlis.foe.fuse.MlpNetwork;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.nn.classify.Ngrams;
import dev.majlis.nn.mlp.MlpConfig;
import dev.majlis.nn.mlp.MlpExample;
import dev.majlis.nn.mlp.MlpInput.Sparse;
import dev.majlis.nn.mlp.MlpTraining;
import dev.majlis.nn.train.AdamWSettings;
import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Two recorded language models on MMLU: a router that reads only the question against sending questions at random. */
@Command(name = "mmlu", description = "Prompt router over two recorded models on 14,042 questions.")
final class MmluBench implements Runnable {
    private static final int COLUMNS = 1 << 12;
    private static final double DEAR = 10;
    private static final double[] SHARES = {0.10, 0.25, 0.50, 0.75, 0.90};
    private static final Pool POOL = new Pool(
            "mmlu",
            List.of(
                    Expert.generator("mixtral-8x7b", COLUMNS, Cost.ofMoney(1), "1"),
                    Expert.generator("gpt-4-1106", COLUMNS, Cost.ofMoney(DEAR), "1")),
            List.of());

    @Option(names = "--data", required = true, description = "folder with mmlu_test_outcomes.jsonl.gz")
    private Path data;

    @Option(names = "--splits", defaultValue = "5", description = "60/40 splits")
    private int splits;

    private final List<Sparse> prompts = new ArrayList<>();
    private float[][] qualities;

    /** What one share of strong calls gave in one split. */
    private record Point(double share, double accuracy, double over, Interval interval) {}

    @Override
    public void run() {
        read();
        Report report = new Report(
                "foe-mmlu",
                "A prompt router over two recorded language models",
                "./bench/run foe mmlu --data DATA --splits " + splits);
        report.text(
                "Whether Mixtral-8x7B-Instruct (weak, price 1) and GPT-4-1106 (strong, price 10) answered the 14,042 test "
                        + "questions of MMLU right, as recorded by RouteLLM (Apache-2.0, Ong et al. 2024; MMLU: MIT, Hendrycks et al. "
                        + "2021). The router is `route_by_prompt(λ)`: softmax regression over 4,096 hashed words and pairs of words of "
                        + "the question, trained on 60 % of the questions; λ is set on a tenth of those, so shares on the other "
                        + "40 % are near the wanted ones, not equal to them.");
        int[] all = IntStream.range(0, prompts.size()).toArray();
        report.table(
                List.of("all questions", "accuracy %"),
                List.of(
                        List.of("weak", percent2(mean(all, 0))),
                        List.of("strong", percent2(mean(all, 1))),
                        List.of("either right", percent2(either(all)))));
        List<List<Point>> points = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            points.add(new ArrayList<>());
        }
        for (int split = 1; split <= splits; split++) {
            split(split, points);
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            List<Point> some = points.get(i);
            rows.add(List.of(
                    percent2(SHARES[i]),
                    meanAndSpread(some.stream().mapToDouble(Point::share).toArray()),
                    meanAndSpread(some.stream().mapToDouble(Point::accuracy).toArray()),
                    String.format(
                            Locale.ROOT,
                            "%+.2f",
                            100
                                    * Figures.mean(some.stream()
                                            .mapToDouble(Point::over)
                                            .toArray())),
                    "[" + percent2(some.get(0).interval().low()) + ", "
                            + percent2(some.get(0).interval().high()) + "]"));
        }
        report.text("Test part, mean ± deviation over " + splits
                        + " splits; the interval is the 95 % bootstrap of the gain in the first split alone.")
                .table(
                        List.of(
                                "wanted strong %",
                                "strong %", "accuracy %", "over a random mix of the same share", "interval"),
                        rows);
        report.publish();
    }

    private void read() {
        List<float[]> right = new ArrayList<>();
        Ngrams ngrams = new Ngrams(COLUMNS);
        for (JsonNode row : JsonLines.read(data.resolve("mmlu_test_outcomes.jsonl.gz"))) {
            prompts.add(ngrams.row(row.path("prompt").asText()));
            right.add(new float[] {
                row.path("mixtral_8x7b_correct").asBoolean() ? 1 : 0,
                row.path("gpt4_1106_correct").asBoolean() ? 1 : 0
            });
        }
        qualities = right.toArray(new float[0][]);
    }

    private void split(int seed, List<List<Point>> points) {
        int[] order = Councils.shuffled(prompts.size(), seed);
        int cut = (int) Math.round(0.6 * order.length);
        int[] fit = Arrays.copyOf(order, cut * 9 / 10);
        int[] heldOut = Arrays.copyOfRange(order, fit.length, cut);
        int[] test = Arrays.copyOfRange(order, cut, order.length);
        MlpFuser fuser = new MlpFuser(train(fit, heldOut, seed), table(heldOut), Preparation.none(2), 9);
        Council council = Councils.of(POOL, fuser, ExpertSet.all(2));
        OutputTable rows = table(test);
        double[] leads = leads(fuser);
        for (int i = 0; i < SHARES.length; i++) {
            // strong where its lead is worth its price: the quantile of leads is the price
            double lead = leads[(int) Math.round((1 - SHARES[i]) * (leads.length - 1))];
            double lambda = Math.max(0, lead / (DEAR - 1));
            Outcomes outcomes = Councils.outcomes(council, rows, new Policy.RouteByPrompt(lambda));
            points.get(i).add(point(outcomes, test));
        }
    }

    private static double[] leads(MlpFuser fuser) {
        double[] leads = new double[fuser.rows().rows()];
        for (int row = 0; row < leads.length; row++) {
            ExpertOutputs prompt = fuser.rows().outputs(row, ExpertSet.all(2));
            float[] shares = fuser.fuse(prompt, ExpertSet.all(2));
            leads[row] = shares[1] - shares[0];
        }
        Arrays.sort(leads);
        return leads;
    }

    private Point point(Outcomes outcomes, int[] test) {
        double share = outcomes.answers().stream()
                .mapToInt(answer -> answer.choice())
                .average()
                .orElseThrow();
        double[] routed = outcomes.gains();
        double[] mixed = new double[test.length];
        for (int i = 0; i < test.length; i++) {
            mixed[i] = (1 - share) * qualities[test[i]][0] + share * qualities[test[i]][1];
        }
        return new Point(
                share,
                Figures.mean(routed),
                Figures.mean(routed) - Figures.mean(mixed),
                Bootstrap.DEFAULT.difference(routed, mixed));
    }

    private MlpNetwork train(int[] fit, int[] heldOut, int seed) {
        MlpConfig config = MlpConfig.of(List.of(COLUMNS, COLUMNS), 2).withSeed(seed);
        TrainingSettings settings = TrainingSettings.defaults()
                .withEpochs(20)
                .withBatch(64, 64, 64)
                .withLearningRate(LearningRate.cosine(0.01, 0))
                .withAdamW(AdamWSettings.defaults().withWeightDecay(0.01))
                .withSeed(seed);
        try {
            Path folder = Files.createTempDirectory("majlis-bench-foe");
            new MlpTraining(config, settings, 2)
                    .run(
                            examples(config, fit),
                            examples(config, heldOut),
                            folder.resolve("run"),
                            folder.resolve("model"),
                            progress -> {},
                            () -> false);
            return MlpNetwork.open(folder.resolve("model"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // both experts have the same block, so every column stands twice
    private List<MlpExample> examples(MlpConfig config, int[] rows) {
        Targets targets = targets(rows);
        List<MlpExample> examples = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            Sparse prompt = prompts.get(rows[i]);
            int count = prompt.indices().length;
            int[] indices = Arrays.copyOf(prompt.indices(), 2 * count);
            float[] values = Arrays.copyOf(prompt.values(), 2 * count);
            for (int j = 0; j < count; j++) {
                indices[count + j] = indices[j] + COLUMNS;
                values[count + j] = values[j];
            }
            float[] target = {targets.share(i, 0), targets.share(i, 1)};
            examples.add(new MlpExample(new Sparse(indices, values), config.allBlocks(), target, 1, i));
        }
        return examples;
    }

    private OutputTable table(int[] rows) {
        float[][] columns = new float[COLUMNS][rows.length];
        for (int i = 0; i < rows.length; i++) {
            Sparse prompt = prompts.get(rows[i]);
            for (int j = 0; j < prompt.indices().length; j++) {
                columns[prompt.indices()[j]][i] = prompt.values()[j];
            }
        }
        DenseBlock block = DenseBlock.ofColumns(columns);
        return OutputTable.of(List.of(block, block), targets(rows));
    }

    private Targets targets(int[] rows) {
        return Targets.qualities(
                IntStream.of(rows).mapToObj(row -> qualities[row]).toArray(float[][]::new));
    }

    private double mean(int[] rows, int expert) {
        return IntStream.of(rows)
                .mapToDouble(row -> qualities[row][expert])
                .average()
                .orElseThrow();
    }

    private double either(int[] rows) {
        return IntStream.of(rows)
                .mapToDouble(row -> Math.max(qualities[row][0], qualities[row][1]))
                .average()
                .orElseThrow();
    }
}
