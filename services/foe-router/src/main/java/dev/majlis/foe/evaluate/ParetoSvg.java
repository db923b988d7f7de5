package dev.majlis.foe.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Accuracy against cost: a dot with its 95 % interval for each policy, a line through the Pareto front. */
public final class ParetoSvg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 440;
    private static final int MARGIN = 56;
    private static final int GRID = 5;

    private final Evaluation evaluation;
    private final double dearest;
    private final double lowest;
    private final double highest;

    private ParetoSvg(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.dearest = evaluation.reports().stream()
                .mapToDouble(PolicyReport::meanCost)
                .max()
                .orElse(1);
        this.lowest = evaluation.reports().stream()
                .mapToDouble(report -> report.accuracyInterval().low())
                .min()
                .orElse(0);
        this.highest = evaluation.reports().stream()
                .mapToDouble(report -> report.accuracyInterval().high())
                .max()
                .orElse(1);
    }

    /** A standalone SVG document in UTF-8; equal evaluations give equal bytes. */
    public static byte[] draw(Evaluation evaluation) {
        return new ParetoSvg(evaluation).document().getBytes(StandardCharsets.UTF_8);
    }

    private String document() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">\n"
                        .formatted(WIDTH, HEIGHT));
        svg.append("<title>Accuracy against mean cost on %d rows</title>\n".formatted(evaluation.rows()));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        grid(svg);
        front(svg);
        evaluation.reports().forEach(report -> dot(svg, report));
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        for (int i = 0; i <= GRID; i++) {
            double cost = dearest * i / GRID;
            double accuracy = lowest + (highest - lowest) * i / GRID;
            line(svg, x(cost), y(lowest), x(cost), y(highest), "#ddd");
            line(svg, x(0), y(accuracy), x(dearest), y(accuracy), "#ddd");
            text(svg, x(cost) - 10, HEIGHT - MARGIN + 16, format("%.2f", cost));
            text(svg, 10, y(accuracy) + 4, format("%.1f %%", 100 * accuracy));
        }
        text(svg, WIDTH / 2.0 - 60, HEIGHT - 12, "mean cost of one input");
        text(svg, 10, MARGIN - 24, "accuracy, 95 % interval");
    }

    private void front(StringBuilder svg) {
        svg.append("<polyline fill=\"none\" stroke=\"#0a7\" stroke-width=\"2\" points=\"");
        evaluation
                .front()
                .forEach(report -> svg.append(format("%.1f,%.1f ", x(report.meanCost()), y(report.accuracy()))));
        svg.append("\"/>\n");
    }

    private void dot(StringBuilder svg, PolicyReport report) {
        double x = x(report.meanCost());
        line(
                svg,
                x,
                y(report.accuracyInterval().low()),
                x,
                y(report.accuracyInterval().high()),
                "#888");
        String colour = evaluation.front().contains(report) ? "#0a7" : "#555";
        svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x, y(report.accuracy()), colour));
        text(svg, x + 6, y(report.accuracy()) - 6, report.policy());
    }

    private double x(double cost) {
        return MARGIN + (dearest > 0 ? cost / dearest : 0) * (WIDTH - 3.0 * MARGIN);
    }

    private double y(double accuracy) {
        double share = highest > lowest ? (accuracy - lowest) / (highest - lowest) : 0;
        return HEIGHT - MARGIN - share * (HEIGHT - 2.0 * MARGIN);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
        svg.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", x1, y1, x2, y2, colour));
    }

    private static void text(StringBuilder svg, double x, double y, String words) {
        String safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x, y, safe));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
