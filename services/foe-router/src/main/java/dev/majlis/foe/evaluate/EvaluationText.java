package dev.majlis.foe.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An evaluation as a table for people: aligned columns, accuracies in percent with their 95 % intervals. */
public final class EvaluationText {
    private EvaluationText() {}

    /** UTF-8, ending with a line break; equal evaluations give equal bytes. */
    public static byte[] write(Evaluation evaluation) {
        List<String> blocks = new ArrayList<>();
        blocks.add(evaluation.rows() + " rows; * is on the Pareto front\n");
        blocks.add(policies(evaluation, evaluation.reports()));
        if (!evaluation.sweep().isEmpty()) {
            blocks.add("Price of a cost unit\n" + policies(evaluation, evaluation.sweep()));
        }
        blocks.add("By domain\n" + domains(evaluation));
        for (PolicyReport report : evaluation.reports()) {
            if (!report.choices().names().isEmpty() && Double.isFinite(report.selectionAccuracy())) {
                blocks.add("Best expert (rows) by chosen one (columns): " + report.policy() + "\n"
                        + choices(report.choices()));
            }
        }
        return String.join("\n", blocks).getBytes(StandardCharsets.UTF_8);
    }

    private static String policies(Evaluation evaluation, List<PolicyReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "policy",
                "accuracy %",
                "95 % CI",
                "over best single",
                "macro-F1",
                "log loss",
                "ECE",
                "selection %",
                "cost",
                "money",
                "ms",
                "J",
                "tokens",
                "experts",
                "p95"));
        for (PolicyReport report : reports) {
            rows.add(List.of(
                    report.policy() + (evaluation.front().contains(report) ? " *" : ""),
                    percent(report.accuracy()),
                    percent(report.accuracyInterval()),
                    percent(report.overBestSingle()),
                    number(report.macroF1(), 3),
                    number(report.logLoss(), 3),
                    number(report.calibrationError(), 3),
                    percent(report.selectionAccuracy()),
                    number(report.meanCost(), 3),
                    number(report.costs().money(), 3),
                    number(report.costs().ms(), 1),
                    number(report.costs().energyJ(), 1),
                    number(report.costs().tokens(), 1),
                    number(report.meanExperts(), 2),
                    Integer.toString(report.p95Experts())));
        }
        return aligned(rows);
    }

    private static String domains(Evaluation evaluation) {
        List<List<String>> rows = new ArrayList<>();
        List<String> names = evaluation.reports().isEmpty()
                ? List.of()
                : List.copyOf(evaluation.reports().get(0).byDomain().keySet());
        List<String> header = new ArrayList<>(List.of("policy"));
        header.addAll(names);
        rows.add(header);
        for (PolicyReport report : evaluation.reports()) {
            List<String> row = new ArrayList<>(List.of(report.policy()));
            for (String name : names) {
                DomainScore score = report.byDomain().get(name);
                row.add(percent(score.accuracy()) + " " + percent(score.interval()));
            }
            rows.add(row);
        }
        return aligned(rows);
    }

    private static String choices(Confusion choices) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(choices.names());
        rows.add(header);
        for (int i = 0; i < choices.names().size(); i++) {
            List<String> row = new ArrayList<>(List.of(choices.names().get(i)));
            for (int count : choices.counts()[i]) {
                row.add(Integer.toString(count));
            }
            rows.add(row);
        }
        return aligned(rows);
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                // names to the left, numbers to the right
                line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String percent(double share) {
        return number(100 * share, 2);
    }

    private static String percent(Interval interval) {
        return "[" + percent(interval.low()) + ", " + percent(interval.high()) + "]";
    }

    private static String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "-";
    }
}
