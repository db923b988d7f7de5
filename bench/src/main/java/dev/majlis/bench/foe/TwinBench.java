package dev.majlis.bench.foe;

import static dev.majlis.bench.foe.Councils.accuracy;
import static dev.majlis.bench.foe.Figures.meanAndSpread;
import static dev.majlis.bench.foe.Figures.number;
import static dev.majlis.bench.foe.Figures.percent;

import dev.majlis.bench.Report;
import dev.majlis.bench.foe.Councils.Halves;
import dev.majlis.foe.evaluate.Outcomes;
import dev.majlis.foe.frugal.BudgetSearch;
import dev.majlis.foe.frugal.Caps;
import dev.majlis.foe.frugal.HeldOutRows;
import dev.majlis.foe.fuse.KnnFuser;
import dev.majlis.foe.fuse.LogisticFuser;
import dev.majlis.foe.fuse.LogisticSettings;
import dev.majlis.foe.fuse.MlpFuser;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.SyntheticTwin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The synthetic twin of the paper's CIFAR setting: order of policies, frugal, any subset, failures, budgets. */
@Command(name = "twin", description = "20 made-up experts of 20 labels; minutes.")
final class TwinBench implements Runnable {
    private static final Networks MLP = new Networks(List.of(512, 512), 0, 20, 1);
    private static final Networks MASKED = new Networks(List.of(512, 512), 0, 60, 1);
    private static final int SUBSETS = 50;

    @Option(names = "--seeds", defaultValue = "5")
    private int seeds;

    @Option(names = "--rows", defaultValue = "1000", description = "test rows of frugal policies")
    private int rows;

    private final Map<String, List<Double>> measured = new LinkedHashMap<>();
    private MlpFuser masked;

    @Override
    public void run() {
        Report report = new Report(
                "foe-twin",
                "The synthetic twin of 20 experts",
                "./bench/run foe twin --seeds " + seeds + " --rows " + rows);
        for (double scale : new double[] {0.7, 0.5}) {
            measured.clear();
            for (int seed = 1; seed <= seeds; seed++) {
                policies(SyntheticTwin.of(seed, scale));
            }
            report.text("## Scale " + scale + ", " + seeds + " seeds, mean ± standard deviation, accuracy in percent")
                    .table(
                            List.of("quantity", "measured"),
                            measured.entrySet().stream()
                                    .map(each -> List.of(
                                            each.getKey(),
                                            meanAndSpread(each.getValue().stream()
                                                    .mapToDouble(Double::doubleValue)
                                                    .toArray())))
                                    .toList());
        }
        SyntheticTwin twin = SyntheticTwin.of(1, 0.7);
        Halves halves = Halves.of(twin.fuser(), 0.9, 1);
        masked = MASKED.train(halves.first(), halves.second(), true);
        subsets(report, twin);
        frugal(report);
        failures(report, twin);
        shuffledLabels(report, twin);
        budgets(report);
        report.publish();
    }

    private void policies(SyntheticTwin twin) {
        OutputTable test = twin.test();
        Council knn = Councils.of(twin.pool(), new KnnFuser(twin.fuser(), KnnFuser.NEIGHBOURS));
        double[] singles = IntStream.range(0, 20)
                .mapToDouble(k -> accuracy(knn, test, new Policy.Single(k)))
                .toArray();
        Halves halves = Halves.of(twin.fuser(), 0.9, 1);
        note("expert average", Figures.mean(singles));
        note("best single on the fuser's rows", accuracy(knn, test, new Policy.BestSingle()));
        note("oracle owner", ownerAccuracy(twin));
        note("any expert right", accuracy(knn, test, new Policy.Oracle()));
        note("max_confidence", accuracy(knn, test, new Policy.MaxConfidence()));
        note("uniform_ensemble", accuracy(knn, test, new Policy.UniformEnsemble()));
        note("majority", accuracy(knn, test, new Policy.Majority()));
        note("confidence_vote", accuracy(knn, test, new Policy.ConfidenceVote()));
        note("foe_full, kNN-9", accuracy(knn, test, new Policy.FoeFull()));
        note(
                "foe_full, logistic regression",
                accuracy(
                        Councils.of(
                                twin.pool(), LogisticFuser.train(twin.fuser(), twin.fuser(), LogisticSettings.FULL)),
                        test,
                        new Policy.FoeFull()));
        note(
                "foe_full, MLP 512-512",
                accuracy(
                        Councils.of(twin.pool(), MLP.train(halves.first(), halves.second(), false)),
                        test,
                        new Policy.FoeFull()));
        for (int count : new int[] {1, 2, 3, 5, 10}) {
            note("kNN-9 on " + count + " random", accuracy(knn, test, new Policy.RandomExperts(count, 1)));
        }
    }

    private void note(String quantity, double value) {
        measured.computeIfAbsent(quantity, unseen -> new ArrayList<>()).add(value);
    }

    private static double ownerAccuracy(SyntheticTwin twin) {
        OutputTable test = twin.test();
        double right = 0;
        for (int row = 0; row < test.rows(); row++) {
            int[] owners = twin.testOwners().get(row).toArray();
            for (int owner : owners) {
                int said = Classes.argmax(test.block(owner).row(row));
                right += (said == test.targets().of(row) ? 1.0 : 0) / owners.length;
            }
        }
        long owned = twin.testOwners().stream().filter(each -> !each.isEmpty()).count();
        return right / owned;
    }

    private void subsets(Report report, SyntheticTwin twin) {
        KnnFuser knn = new KnnFuser(twin.fuser(), KnnFuser.NEIGHBOURS);
        OutputTable test = SyntheticTwin.some(twin.test(), 1_000, 8);
        Random random = new Random(8);
        double[] network = new double[SUBSETS];
        double[] neighbours = new double[SUBSETS];
        for (int i = 0; i < SUBSETS; i++) {
            int size = 1 + random.nextInt(20);
            ExpertSet asked =
                    ExpertSet.of(random.ints(0, 20).distinct().limit(size).toArray());
            for (int row = 0; row < test.rows(); row++) {
                var outputs = test.outputs(row, asked);
                int right = test.targets().of(row);
                network[i] += Classes.argmax(masked.fuse(outputs, asked)) == right ? 1.0 / test.rows() : 0;
                neighbours[i] += Classes.argmax(knn.fuse(outputs, asked)) == right ? 1.0 / test.rows() : 0;
            }
        }
        report.text("## One masked network for " + SUBSETS + " random subsets (sizes 1 to 20), 1,000 test rows")
                .table(
                        List.of("fuser", "mean accuracy %"),
                        List.of(
                                List.of("masked MLP, one model", percent(Figures.mean(network))),
                                List.of("kNN-9", percent(Figures.mean(neighbours)))));
    }

    private void frugal(Report report) {
        List<List<String>> table = new ArrayList<>();
        for (int seed = 1; seed <= Math.min(3, seeds); seed++) {
            SyntheticTwin twin = SyntheticTwin.of(seed, 0.7);
            OutputTable test = SyntheticTwin.some(twin.test(), rows, 3);
            Council knn = Councils.of(twin.pool(), new KnnFuser(twin.fuser(), KnnFuser.NEIGHBOURS));
            Outcomes frugal = Councils.outcomes(knn, test, new Policy.FoeFrugal(0.02, Caps.NONE));
            Outcomes one = Councils.outcomes(knn, test, new Policy.FoeFrugal(Double.POSITIVE_INFINITY, Caps.NONE));
            int size = (int) Math.ceil(frugal.meanExperts());
            double random = accuracy(knn, test, new Policy.RandomExperts(size, 1));
            table.add(List.of(
                    Integer.toString(seed),
                    percent(frugal.accuracy()),
                    number(frugal.meanExperts(), 2),
                    percent(random) + " (" + size + ")",
                    percent(frugal.accuracy() - random),
                    percent(accuracy(knn, test, new Policy.FoeFull())),
                    number(one.meanExperts(), 0)));
        }
        report.text("## foe_frugal, kNN-9, κ 30, soft leave-one-out loss, λ 0.02, " + rows + " test rows a seed")
                .table(
                        List.of(
                                "seed",
                                "accuracy %",
                                "experts",
                                "random % (experts, rounded up)",
                                "gain",
                                "all 20 %",
                                "experts at λ ∞"),
                        table);
    }

    private void failures(Report report, SyntheticTwin twin) {
        Council council = Councils.of(twin.pool(), masked);
        double sound = accuracy(council, twin.test(), new Policy.FoeFull());
        double gained = 0;
        int answered = 0;
        int degraded = 0;
        for (int row = 0; row < twin.test().rows(); row++) {
            var answer = council.answer(new Policy.FoeFull(), new FailingCalls(twin.test(), row, 0.2), row);
            gained += twin.test().targets().gain(row, answer.choice());
            answered++;
            degraded += answer.degraded() ? 1 : 0;
        }
        report.text("## Each expert fails with p = 0.2, foe_full, masked MLP")
                .table(
                        List.of("inputs", "answered", "degraded", "accuracy %", "without failures %"),
                        List.of(List.of(
                                Integer.toString(twin.test().rows()),
                                Integer.toString(answered),
                                Integer.toString(degraded),
                                percent(gained / answered),
                                percent(sound))));
    }

    private static void shuffledLabels(Report report, SyntheticTwin twin) {
        OutputTable fuser = twin.fuser();
        int[] order = Councils.shuffled(fuser.rows(), 9);
        OutputTable shuffled = fuser.withTargets(Targets.labels(
                IntStream.of(order).map(row -> fuser.targets().of(row)).toArray(), 20));
        Halves halves = Halves.of(shuffled, 0.9, 1);
        Council network = Councils.of(twin.pool(), MLP.train(halves.first(), halves.second(), false));
        Council logistic = Councils.of(twin.pool(), LogisticFuser.train(shuffled, shuffled, LogisticSettings.FULL));
        Council knn = Councils.of(twin.pool(), new KnnFuser(shuffled, KnnFuser.NEIGHBOURS));
        report.text("## Labels permuted before training: chance is 5 %")
                .table(
                        List.of("MLP", "logistic regression", "kNN-9"),
                        List.of(List.of(
                                percent(accuracy(network, twin.test(), new Policy.FoeFull())),
                                percent(accuracy(logistic, twin.test(), new Policy.FoeFull())),
                                percent(accuracy(knn, twin.test(), new Policy.FoeFull())))));
    }

    private static void budgets(Report report) {
        SyntheticTwin twin = SyntheticTwin.of(2, 0.7);
        Halves halves = Halves.of(SyntheticTwin.some(twin.fuser(), 3_000, 1), 1.0 / 3, 1);
        Council council = Councils.of(twin.pool(), new KnnFuser(halves.first(), KnnFuser.NEIGHBOURS));
        BudgetSearch search = new BudgetSearch(council.router(), HeldOutRows.of(halves.second(), 2_000));
        List<List<String>> table = new ArrayList<>();
        for (double budget : new double[] {1.5, 2, 3, 4, 6}) {
            double lambda = search.within(budget).settings().lambda();
            Outcomes outcomes = Councils.outcomes(council, twin.test(), new Policy.FoeFrugal(lambda, Caps.NONE));
            table.add(List.of(
                    number(budget, 1),
                    number(lambda, 4),
                    number(outcomes.meanCost(), 3),
                    number(outcomes.meanCost() / budget, 3),
                    percent(outcomes.accuracy())));
        }
        report.text("## Budgets: λ by bisection on 2,000 held-out rows, cost on "
                        + twin.test().rows() + " others")
                .table(List.of("budget", "λ", "mean cost", "of budget", "accuracy %"), table);
    }
}
