package dev.majlis.foe.evaluate;

import dev.majlis.foe.policy.Answer;
import dev.majlis.foe.policy.Step;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Answers of one policy to every row of a test table. */
public record Outcomes(String policy, OutputTable test, List<Answer> answers) {
    private static final int BINS = 15;

    public Outcomes {
        answers = List.copyOf(answers);
        if (answers.size() != test.rows()) {
            throw new IllegalArgumentException(answers.size() + " answers to " + test.rows() + " rows");
        }
    }

    /** What each answer was worth, in [0, 1]. */
    public double[] gains() {
        return rows().mapToDouble(row -> targets().gain(row, answers.get(row).choice()))
                .toArray();
    }

    public double accuracy() {
        return Arrays.stream(gains()).average().orElseThrow();
    }

    public double meanExperts() {
        return answers.stream().mapToInt(a -> a.steps().size()).average().orElseThrow();
    }

    public double meanCost() {
        return answers.stream().mapToDouble(Answer::cost).average().orElseThrow();
    }

    /** What an input cost on average, by kind. */
    public Cost meanCosts(Pool pool) {
        Cost sum = Cost.FREE;
        for (Answer answer : answers) {
            for (Step step : answer.steps()) {
                sum = sum.plus(pool.experts().get(step.expert()).cost());
            }
        }
        int rows = answers.size();
        return new Cost(sum.money() / rows, sum.ms() / rows, sum.energyJ() / rows, sum.tokens() / rows);
    }

    /** @param bestSingle gains of the best single expert, {@code double[rows]} */
    public PolicyReport report(Pool pool, double[] bestSingle, Bootstrap bootstrap) {
        boolean choosesExpert = targets().mode().choosesExpert();
        int[] asked = answers.stream().mapToInt(a -> a.steps().size()).sorted().toArray();
        return new PolicyReport(
                policy,
                accuracy(),
                bootstrap.mean(gains()),
                bootstrap.difference(gains(), bestSingle),
                choosesExpert ? Double.NaN : macroF1(),
                logLoss(),
                calibrationError(),
                choosesExpert ? selectionAccuracy() : Double.NaN,
                meanCost(),
                meanCosts(pool),
                meanExperts(),
                asked[(int) Math.ceil(0.95 * asked.length) - 1],
                byDomain(bootstrap),
                choices(choosesExpert, pool));
    }

    private double macroF1() {
        int labels = targets().classes();
        int[] right = new int[labels];
        int[] given = new int[labels];
        int[] actual = new int[labels];
        for (int row = 0; row < answers.size(); row++) {
            int choice = answers.get(row).choice();
            given[choice]++;
            actual[targets().of(row)]++;
            right[choice] += choice == targets().of(row) ? 1 : 0;
        }
        return IntStream.range(0, labels)
                .filter(label -> actual[label] > 0)
                .mapToDouble(label -> 2.0 * right[label] / (given[label] + actual[label]))
                .average()
                .orElseThrow();
    }

    private double logLoss() {
        return rows().mapToDouble(row -> -Math.log(
                        Math.max(1e-6, answers.get(row).distribution()[targets().of(row)])))
                .average()
                .orElseThrow();
    }

    private double calibrationError() {
        double[] confidence = new double[BINS];
        double[] gained = new double[BINS];
        double[] gains = gains();
        for (int row = 0; row < gains.length; row++) {
            double stated = answers.get(row).distribution()[answers.get(row).choice()];
            int bin = Math.min(BINS - 1, (int) (stated * BINS));
            confidence[bin] += stated;
            gained[bin] += gains[row];
        }
        return IntStream.range(0, BINS)
                        .mapToDouble(bin -> Math.abs(confidence[bin] - gained[bin]))
                        .sum()
                / gains.length;
    }

    private double selectionAccuracy() {
        return rows().filter(row -> targets().share(row, answers.get(row).choice()) > 0)
                        .count()
                / (double) answers.size();
    }

    private Map<String, DomainScore> byDomain(Bootstrap bootstrap) {
        double[] gains = gains();
        Map<String, List<Double>> split = new TreeMap<>();
        for (int row = 0; row < gains.length; row++) {
            String domain = test.origins().names().get(test.origins().domains()[row]);
            split.computeIfAbsent(domain, unseen -> new ArrayList<>()).add(gains[row]);
        }
        Map<String, DomainScore> scores = new TreeMap<>();
        split.forEach((domain, some) -> {
            double[] of = some.stream().mapToDouble(Double::doubleValue).toArray();
            double mean = Arrays.stream(of).average().orElseThrow();
            scores.put(domain, new DomainScore(of.length, mean, bootstrap.mean(of)));
        });
        return scores;
    }

    private Confusion choices(boolean choosesExpert, Pool pool) {
        List<String> names =
                choosesExpert ? pool.experts().stream().map(Expert::id).toList() : pool.labels();
        return Confusion.of(
                names, targets(), answers.stream().mapToInt(Answer::choice).toArray());
    }

    private IntStream rows() {
        return IntStream.range(0, answers.size());
    }

    private Targets targets() {
        return test.targets();
    }
}
