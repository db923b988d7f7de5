package dev.majlis.foe.job;

import dev.majlis.foe.evaluate.Evaluation;
import dev.majlis.foe.evaluate.PolicyReport;
import java.util.Locale;

/** An evaluation as a table of text, one policy a line. */
final class EvaluationTable {
    private EvaluationTable() {}

    /** Equal evaluations give equal text. */
    static String write(Evaluation evaluation) {
        StringBuilder table = new StringBuilder();
        table.append(evaluation.rows()).append(" rows; * on the Pareto front\n");
        table.append("%-32s %22s %9s %9s %7s %10s %8s %5s%n"
                .formatted("policy", "accuracy (95 %)", "macro-F1", "log loss", "ECE", "mean cost", "experts", "p95")
                .replace("\r", ""));
        for (PolicyReport report : evaluation.reports()) {
            String mark = evaluation.front().contains(report) ? "*" : " ";
            table.append(String.format(
                    Locale.ROOT,
                    "%-32s %6.4f [%6.4f, %6.4f] %9s %9s %7.4f %10.4f %8.2f %5d%n",
                    mark + report.policy(),
                    report.accuracy(),
                    report.accuracyInterval().low(),
                    report.accuracyInterval().high(),
                    known(report.macroF1()),
                    known(report.logLoss()),
                    report.calibrationError(),
                    report.meanCost(),
                    report.meanExperts(),
                    report.p95Experts()));
        }
        return table.toString();
    }

    private static String known(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
