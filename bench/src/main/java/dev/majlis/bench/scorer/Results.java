package dev.majlis.bench.scorer;

import dev.majlis.bench.Report;
import dev.majlis.nn.onnx.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The tables of the page. */
record Results(List<Measured> sides) {
    static final List<String> WHOLE_HEADER = List.of("side", "pairs/s", "padding %");
    static final List<String> LOAD_HEADER = List.of("side", "callers", "pairs/s", "p50 ms", "p99 ms");
    static final List<String> RATIO_HEADER =
            List.of("", "all pairs in one call", "1 caller", Measured.CROWD + " callers", "to reach");

    static String wireName(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    List<List<String>> whole() {
        return sides.stream()
                .map(side -> List.of(
                        side.name(),
                        Report.spread(1, side.wholePerSecond()),
                        String.format(Locale.ROOT, "%.1f", 100 * side.padding())))
                .toList();
    }

    List<List<String>> load() {
        List<List<String>> rows = new ArrayList<>();
        for (Measured side : sides) {
            rows.add(row(side.name(), "1", side.alone()));
            rows.add(row(side.name(), Integer.toString(Measured.CROWD), side.crowd()));
        }
        return rows;
    }

    private static List<String> row(String name, String callers, List<Load> loads) {
        return List.of(
                name,
                callers,
                Report.spread(1, figures(loads, Load::perSecond)),
                Report.spread(1, figures(loads, Load::p50)),
                Report.spread(1, figures(loads, Load::p99)));
    }

    private static double[] figures(List<Load> loads, ToDoubleFunction<Load> figure) {
        return loads.stream().mapToDouble(figure).toArray();
    }

    List<String> ratio(String ours, String peer, String target) {
        Measured one = find(ours);
        Measured other = find(peer);
        return List.of(
                ours + " ÷ " + peer,
                ratio(one.wholePerSecond(), other.wholePerSecond()),
                ratio(figures(one.alone(), Load::perSecond), figures(other.alone(), Load::perSecond)),
                ratio(figures(one.crowd(), Load::perSecond), figures(other.crowd(), Load::perSecond)),
                target);
    }

    private static String ratio(double[] ours, double[] peer) {
        return Report.spread(
                2,
                IntStream.range(0, ours.length)
                        .mapToDouble(round -> ours[round] / peer[round])
                        .toArray());
    }

    /** How far the scores of all sides lie from those of one, and how far its own lie apart. */
    String errors(String reference) {
        float[] wanted = find(reference).scores();
        double mean = IntStream.range(0, wanted.length)
                .mapToDouble(i -> wanted[i])
                .average()
                .orElse(0);
        double variance = IntStream.range(0, wanted.length)
                .mapToDouble(i -> (wanted[i] - mean) * (wanted[i] - mean))
                .average()
                .orElse(0);
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "Scores against those of %s, whose standard deviation is %.3f; mean absolute error (limit at int8: 0.01):",
                reference,
                Math.sqrt(variance)));
        for (Measured side : sides) {
            if (!side.name().equals(reference)) {
                text.append(String.format(Locale.ROOT, "%n- %s: %.2g", side.name(), error(side.scores(), wanted)));
            }
        }
        return text.toString();
    }

    private static double error(float[] scores, float[] wanted) {
        return IntStream.range(0, wanted.length)
                .mapToDouble(i -> Math.abs(scores[i] - wanted[i]))
                .average()
                .orElse(0);
    }

    private Measured find(String name) {
        return sides.stream()
                .filter(side -> side.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
