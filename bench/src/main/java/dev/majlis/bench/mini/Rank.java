package dev.majlis.bench.mini;

import dev.majlis.bench.Report;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.evaluate.BootstrapInterval;
import dev.majlis.cappy.evaluate.ChoiceRanking;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.encoder.HeadKind;
import dev.majlis.nn.text.Overflow;
import dev.majlis.nn.text.SequenceLayout;
import dev.majlis.nn.text.TokenSequence;
import dev.majlis.nn.text.TokenizerFile;
import dev.majlis.nn.train.Labelled;
import dev.majlis.nn.train.Predictor;
import dev.majlis.nn.train.RegressionPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
    private static final int TOKENS = 512;
    private static final int MOST_AT_ONCE = 64;
    private static final int PASS = 8192;

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
        float[] scores = scores(all);
        float[] cosines = cosines(all);
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

    private float[] scores(List<Example> examples) {
        try (TokenizerFile tokenizer = TokenizerFile.open(model.resolve("tokenizer.json"));
                EncoderModel encoder = EncoderModel.open(model, HeadKind.SEQUENCE, 2)) {
            var layout = new SequenceLayout(tokenizer, TOKENS);
            List<Labelled<Float>> pairs = new ArrayList<>();
            for (Example example : examples) {
                for (String choice : example.choices()) {
                    pairs.add(new Labelled<>(
                            layout.pair(example.instruction(), choice, Overflow.TRUNCATE_INSTRUCTION_HEAD, 0), 0f));
                }
            }
            List<Float> scores = new Predictor<>(new RegressionPipeline(encoder), MOST_AT_ONCE, PASS).predict(pairs);
            float[] values = new float[scores.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = scores.get(i);
            }
            return values;
        }
    }

    private float[] cosines(List<Example> examples) {
        try (TokenizerFile tokenizer = TokenizerFile.open(similarity.resolve("tokenizer.json"));
                EncoderModel encoder = EncoderModel.open(similarity, HeadKind.MEAN, 2)) {
            var layout = new SequenceLayout(tokenizer, 256);
            Map<String, float[]> known = new HashMap<>();
            List<Float> values = new ArrayList<>();
            for (Example example : examples) {
                float[] asked = known.computeIfAbsent(example.instruction(), text -> embed(encoder, layout, text));
                for (String choice : example.choices()) {
                    float[] answered = known.computeIfAbsent(choice, text -> embed(encoder, layout, text));
                    float cosine = 0;
                    for (int i = 0; i < asked.length; i++) {
                        cosine += asked[i] * answered[i];
                    }
                    values.add(cosine);
                }
            }
            float[] cosines = new float[values.size()];
            for (int i = 0; i < cosines.length; i++) {
                cosines[i] = values.get(i);
            }
            return cosines;
        }
    }

    private static float[] embed(EncoderModel encoder, SequenceLayout layout, String text) {
        TokenSequence sequence = layout.single(text, Overflow.TRUNCATE_LONGEST, 0);
        return encoder.run(List.of(sequence)).get(0);
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
