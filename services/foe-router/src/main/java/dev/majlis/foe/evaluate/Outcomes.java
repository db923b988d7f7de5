package dev.majlis.foe.evaluate;

import dev.majlis.foe.policy.Answer;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
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

    public PolicyReport report(Bootstrap bootstrap) {
        boolean choosesExpert = targets().mode().choosesExpert();
        int[] asked = answers.stream().mapToInt(a -> a.steps().size()).sorted().toArray();
        return new PolicyReport(
                policy,
                accuracy(),
                bootstrap.mean(gains()),
                choosesExpert ? Double.NaN : macroF1(),
                logLoss(),
                calibrationError(),
                choosesExpert ? selectionAccuracy() : Double.NaN,
                meanCost(),
                meanExperts(),
                asked[(int) Math.ceil(0.95 * asked.length) - 1],
                byDomain());
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
        return rows().filter(row -> answers.get(row).choice() == targets().of(row))
                        .count()
                / (double) answers.size();
    }

    private Map<String, Double> byDomain() {
        double[] gains = gains();
        Map<String, double[]> sums = new TreeMap<>();
        for (int row = 0; row < gains.length; row++) {
            String domain = test.origins().names().get(test.origins().domains()[row]);
            double[] sum = sums.computeIfAbsent(domain, unseen -> new double[2]);
            sum[0] += gains[row];
            sum[1]++;
        }
        Map<String, Double> accuracies = new TreeMap<>();
        sums.forEach((domain, sum) -> accuracies.put(domain, sum[0] / sum[1]));
        return accuracies;
    }

    private IntStream rows() {
        return IntStream.range(0, answers.size());
    }

    private Targets targets() {
        return test.targets();
    }
}
