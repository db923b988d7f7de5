package dev.majlis.bench.mini;

import dev.majlis.bench.Report;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import dev.majlis.cappy.evaluate.ChoiceRanking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accuracy of a scorer by ranking the choices of held-out items, beside lot, length and similarity. */
@Command(name = "rank", description = "Ranks the choices of held-out rows; writes docs/results/cappy-zero-shot.md.")
final class Rank implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "folder of the scorer")
    private Path model;

    @Option(names = "--similarity", required = true, description = "folder of the encoder for the similarity control")
    private Path similarity;

    @Option(names = "--rows", required = true)
    private Path rows;

    @Option(names = "--most", defaultValue = "400", description = "items of one data set")
    private int most;

    @Override
    public Integer call() throws Exception {
        Map<String, List<Example>> sets = ExampleFile.read(rows).stream()
                .filter(example -> example.choices().size() > 1)
                .collect(Collectors.groupingBy(Example::dataset, TreeMap::new, Collectors.toList()));
        sets.replaceAll((name, examples) -> spread(examples));
        List<Example> all = sets.values().stream().flatMap(List::stream).toList();
        float[] scores = Judges.scores(model, all);
        float[] cosines = Judges.cosines(similarity, all);
        var report = new Report(
                "cappy-zero-shot",
                "Choices of tasks that the scorer has never seen",
                "./bench/run cappy rank --model … --similarity … --rows held-out.jsonl.gz --most " + most);
        List<List<String>> table = new ArrayList<>();
        double[] sums = new double[5];
        int at = 0;
        for (var set : sets.entrySet()) {
            List<Example> examples = set.getValue();
            int choices = examples.stream()
                    .mapToInt(example -> example.choices().size())
                    .sum();
            ChoiceRanking scored = ChoiceRanking.of(examples, part(scores, at, choices));
            double[] accuracies = {
                ChoiceRanking.chance(examples),
                ChoiceRanking.of(examples, lengths(examples, 1)).accuracy(),
                ChoiceRanking.of(examples, lengths(examples, -1)).accuracy(),
                ChoiceRanking.of(examples, part(cosines, at, choices)).accuracy(),
                scored.accuracy()
            };
            BootstrapInterval interval = BootstrapInterval.of(scored.hits(), 0.95, 2000, 1);
            List<String> row = new ArrayList<>(List.of(set.getKey(), Integer.toString(examples.size())));
            for (int i = 0; i < accuracies.length; i++) {
                sums[i] += accuracies[i];
                row.add(percent(accuracies[i]));
            }
            row.add("%s–%s".formatted(percent(interval.low()), percent(interval.high())));
            table.add(row);
            at += choices;
        }
        List<String> mean = new ArrayList<>(List.of("**mean of the sets**", ""));
        for (double sum : sums) {
            mean.add(percent(sum / sets.size()));
        }
        mean.add("");
        table.add(mean);
        report.table(List.of("data set", "items", "lot", "longest", "shortest", "similarity", "scorer", "95 %"), table)
                .publish();
        return 0;
    }

    /** Every k-th item, so that all templates are among them. */
    private List<Example> spread(List<Example> examples) {
        List<Example> some = new ArrayList<>();
        double step = Math.max(1, examples.size() / (double) most);
        for (double i = 0; i < examples.size() && some.size() < most; i += step) {
            some.add(examples.get((int) i));
        }
        return some;
    }

    private static float[] lengths(List<Example> examples, int sign) {
        List<Float> values = new ArrayList<>();
        examples.forEach(example -> example.choices().forEach(choice -> values.add((float) sign * choice.length())));
        float[] lengths = new float[values.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = values.get(i);
        }
        return lengths;
    }

    private static float[] part(float[] values, int from, int count) {
        return Arrays.copyOfRange(values, from, from + count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
