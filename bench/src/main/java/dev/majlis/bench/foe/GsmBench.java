package dev.majlis.bench.foe;

import static dev.majlis.bench.foe.Figures.meanAndSpread;
import static dev.majlis.bench.foe.Figures.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.bench.Report;
import dev.majlis.bench.foe.Councils.Halves;
import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.fuse.Preparation;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableBuilder;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import dev.majlis.models.LocalModelHub;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.PairScorer.PairScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Two recorded answers to each question of GSM8K; what an expert wrote is judged by Cappy-mini. */
@Command(name = "gsm8k", description = "Two recorded answers with Cappy-mini as the sign of quality.")
final class GsmBench implements Runnable {
    private static final int COLUMNS = 3;
    private static final double DEAR = 10;
    private static final int AT_ONCE = 64;
    private static final Pool POOL = new Pool(
            "gsm8k",
            List.of(
                    Expert.generator("mixtral-8x7b", COLUMNS, Cost.ofMoney(1), "1"),
                    Expert.generator("gpt-4-1106", COLUMNS, Cost.ofMoney(DEAR), "1")),
            List.of());

    @Option(names = "--data", required = true, description = "folder with gsm8k_test_responses.jsonl.gz")
    private Path data;

    @Option(names = "--splits", defaultValue = "10", description = "60/40 splits")
    private int splits;

    private final Map<String, List<double[]>> measured = new LinkedHashMap<>();

    @Override
    public void run() {
        OutputTable all = read();
        for (int split = 1; split <= splits; split++) {
            split(all, split);
        }
        List<List<String>> rows = new ArrayList<>();
        measured.forEach((policy, values) -> rows.add(List.of(
                policy,
                meanAndSpread(values.stream().mapToDouble(each -> each[0]).toArray()),
                number(Figures.mean(values.stream().mapToDouble(each -> each[1]).toArray()), 2),
                mix(Figures.mean(values.stream().mapToDouble(each -> each[1]).toArray())),
                number(Figures.mean(values.stream().mapToDouble(each -> each[2]).toArray()), 2))));
        new Report(
                        "foe-gsm8k",
                        "Two recorded answers, judged by Cappy-mini",
                        "./bench/run foe gsm8k --data DATA --splits " + splits)
                .text("Recorded answers of Mixtral-8x7B-Instruct (price 1) and GPT-4-1106 (price 10) to the 1,319 test "
                        + "questions of GSM8K (RouteLLM, Apache-2.0; GSM8K: MIT). What the fuser knows of an expert that "
                        + "was asked: Cappy-mini's score of the answer, the logarithm of its length and whether it ends "
                        + "with a number. Cappy-mini has seen training questions of GSM8K, none of these. "
                        + splits + " splits, 60 % to learn from; means ± deviation on the rest.")
                .text("All questions: weak " + percent2(all, 0) + " %, strong " + percent2(all, 1) + " %.")
                .table(List.of("policy", "accuracy %", "mean cost", "random mix of that cost %", "experts"), rows)
                .publish();
    }

    /** Accuracy of asking one model drawn at random, the strong one so often that the mean cost is this. */
    private String mix(double cost) {
        double weak = accuracyOf("single: weak");
        double strong = accuracyOf("single: strong");
        return cost > DEAR ? "–" : Figures.percent(weak + (cost - 1) / (DEAR - 1) * (strong - weak));
    }

    private double accuracyOf(String policy) {
        return Figures.mean(
                measured.get(policy).stream().mapToDouble(each -> each[0]).toArray());
    }

    private static String percent2(OutputTable all, int expert) {
        double sum = 0;
        for (int row = 0; row < all.rows(); row++) {
            sum += all.targets().gain(row, expert);
        }
        return Figures.percent2(sum / all.rows());
    }

    private void split(OutputTable all, int seed) {
        Halves halves = Halves.of(all, 0.6, seed);
        Preparation preparation = Preparation.fit(halves.first(), Preparation.COLUMNS, seed);
        OutputTable prepared = preparation.of(halves.first());
        Council logistic =
                Councils.of(POOL, LogisticFuser.train(prepared, prepared, preparation, LogisticSettings.MASKED));
        Council knn = Councils.of(POOL, new KnnFuser(prepared, preparation, 25));
        OutputTable test = halves.second();
        note("single: weak", Councils.outcomes(logistic, test, new Policy.Single(0)));
        note("single: strong", Councils.outcomes(logistic, test, new Policy.Single(1)));
        note("both asked, higher score of Cappy-mini", byScore(test), DEAR + 1, 2);
        note("foe_full, logistic regression", Councils.outcomes(logistic, test, new Policy.FoeFull()));
        note("foe_full, kNN-25", Councils.outcomes(knn, test, new Policy.FoeFull()));
        note("foe_first_only, logistic regression", Councils.outcomes(logistic, test, new Policy.FoeFirstOnly()));
        for (double lambda : new double[] {0.005, 0.02, 0.025, 0.03, 0.04, 0.06}) {
            note(
                    "foe_frugal(" + lambda + "), logistic regression",
                    Councils.outcomes(logistic, test, new Policy.FoeFrugal(lambda, Caps.NONE)));
        }
        note("oracle", Councils.outcomes(logistic, test, new Policy.Oracle()));
    }

    private void note(String policy, Outcomes outcomes) {
        note(policy, outcomes.accuracy(), outcomes.meanCost(), outcomes.meanExperts());
    }

    private void note(String policy, double accuracy, double cost, double experts) {
        measured.computeIfAbsent(policy, unseen -> new ArrayList<>()).add(new double[] {accuracy, cost, experts});
    }

    private static double byScore(OutputTable test) {
        double gained = 0;
        for (int row = 0; row < test.rows(); row++) {
            int better = test.block(0).row(row)[0] > test.block(1).row(row)[0] ? 0 : 1;
            gained += test.targets().gain(row, better);
        }
        return gained / test.rows();
    }

    private OutputTable read() {
        List<JsonNode> rows = JsonLines.read(data.resolve("gsm8k_test_responses.jsonl.gz"));
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode row : rows) {
            pairs.add(new Pair(
                    row.path("prompt").asText(),
                    row.path("mixtral_8x7b_response").asText()));
            pairs.add(new Pair(
                    row.path("prompt").asText(), row.path("gpt4_1106_response").asText()));
        }
        float[] scores = scores(pairs);
        TableBuilder table = new TableBuilder(new int[] {COLUMNS, COLUMNS}, TableLimits.DEFAULT);
        float[][] qualities = new float[rows.size()][];
        for (int row = 0; row < qualities.length; row++) {
            table.add(
                    new float[][] {
                        features(scores[2 * row], pairs.get(2 * row).response()),
                        features(scores[2 * row + 1], pairs.get(2 * row + 1).response())
                    },
                    "all",
                    0);
            qualities[row] = new float[] {
                rows.get(row).path("mixtral_8x7b_correct").asBoolean() ? 1 : 0,
                rows.get(row).path("gpt4_1106_correct").asBoolean() ? 1 : 0
            };
        }
        return table.build(Targets.qualities(qualities));
    }

    private static float[] features(float score, String response) {
        String end = response.strip();
        boolean number = !end.isEmpty() && Character.isDigit(end.charAt(end.length() - 1));
        return new float[] {score, (float) Math.log(1 + response.length()), number ? 1 : 0};
    }

    private static float[] scores(List<Pair> pairs) {
        float[] scores = new float[pairs.size()];
        try (PairScorer scorer = LocalModelHub.builder().build().openScorer("cappy-mini")) {
            for (int from = 0; from < scores.length; from += AT_ONCE) {
                List<PairScore> some = scorer.score(
                                pairs.subList(from, Math.min(scores.length, from + AT_ONCE)), EncodeOptions.defaults())
                        .toCompletableFuture()
                        .join();
                for (int i = 0; i < some.size(); i++) {
                    scores[from + i] = some.get(i).score();
                }
            }
        }
        return scores;
    }
}
