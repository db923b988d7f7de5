package dev.majlis.trainer.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Losses over updates as a drawing (SVG 1.1): each update faint, their running mean strong, and a point for each look at held-out
 * rows. The axis of the losses begins at 0.
 */
final class LossPlot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 64;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 48;
    private static final int MOST_POINTS = 1_000;
    private static final int LINES = 5;

    private final String title;
    private final List<Point> train;
    private final List<Point> validation;

    /**
     * @param update from 1
     * @param loss finite
     */
    record Point(long update, double loss) {}

    LossPlot(String title, List<Point> train, List<Point> validation) {
        this.title = requireNonNull(title, "title is null");
        this.train = List.copyOf(train);
        this.validation = List.copyOf(validation);
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT));
        svg.append(line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT));
        svg.append(line("<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>", LEFT, escaped(title)));
        grid(svg);
        svg.append(path(train, "#9bbbe0", 1));
        svg.append(path(smoothed(), "#1f4e8c", 2));
        for (Point point : validation) {
            svg.append(line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#c0392b\"/>", x(point.update()), y(point.loss())));
        }
        svg.append(line(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">update</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10));
        svg.append(line(
                "<text x=\"%d\" y=\"24\" text-anchor=\"end\" fill=\"#1f4e8c\">loss%s</text>",
                WIDTH - RIGHT, validation.isEmpty() ? "" : " · held out: red"));
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg) {
        for (int i = 0; i <= LINES; i++) {
            double loss = highest() * i / LINES;
            svg.append(line(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
                    LEFT, WIDTH - RIGHT, y(loss), y(loss)));
            svg.append(line("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>", LEFT - 8, y(loss) + 4, loss));
            long update = Math.round((double) last() * i / LINES);
            svg.append(line(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    x(update), HEIGHT - BOTTOM + 18, update));
        }
    }

    private String path(List<Point> points, String colour, int width) {
        int every = 1 + points.size() / MOST_POINTS;
        String places = java.util.stream.IntStream.range(0, points.size())
                .filter(i -> i % every == 0 || i == points.size() - 1)
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        x(points.get(i).update()),
                        y(points.get(i).loss())))
                .collect(Collectors.joining(" "));
        return line("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"%d\" points=\"%s\"/>", colour, width, places);
    }

    /** Mean with a memory of a twentieth of the run. */
    private List<Point> smoothed() {
        double keep = 1 - 1 / Math.max(1.0, train.size() / 20.0);
        double[] state = new double[2];
        return train.stream()
                .map(point -> {
                    state[0] = keep * state[0] + (1 - keep) * point.loss();
                    state[1] = keep * state[1] + (1 - keep);
                    return new Point(point.update(), state[0] / state[1]);
                })
                .toList();
    }

    private double highest() {
        return Math.max(
                1e-9,
                java.util.stream.Stream.concat(train.stream(), validation.stream())
                        .mapToDouble(Point::loss)
                        .max()
                        .orElse(1));
    }

    private long last() {
        return train.isEmpty() ? 1 : train.get(train.size() - 1).update();
    }

    private double x(long update) {
        return LEFT + (double) (WIDTH - LEFT - RIGHT) * update / last();
    }

    private double y(double loss) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * loss / highest();
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
