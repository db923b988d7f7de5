package dev.majlis.bench.mini;

import dev.majlis.bench.Report;
import dev.majlis.cappy.adapt.PolicyOutcome;
import dev.majlis.cappy.adapt.PolicyTable;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.rouge.RougeMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Mean Rouge-L of what each policy picks among the samples of rows, and its gain over the first sample. */
@Command(name = "choose", description = "Best of n by every policy; writes docs/results/cappy-best-of-n.md.")
final class Choose implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "folder of the scorer")
    private Path model;

    @Option(names = "--similarity", required = true, description = "folder of the encoder for the similarity control")
    private Path similarity;

    @Option(names = "--rows", required = true, description = "rows with samples")
    private Path rows;

    @Override
    public Integer call() throws Exception {
        List<Example> items = ExampleFile.read(rows).stream()
                .filter(row -> row.samples().size() > 1)
                .map(row -> row.withChoices(
                        row.samples().stream().map(sample -> sample.response()).toList()))
                .toList();
        PolicyTable table = new PolicyTable(items, RougeMode.COMPAT, 1)
                .add("similarity", Judges.cosines(similarity, items))
                .add("scorer", Judges.scores(model, items));
        new Report(
                        "cappy-best-of-n",
                        "Which of the samples: Rouge-L by policy",
                        "./bench/run cappy choose --model … --similarity … --rows sampled.jsonl.gz")
                .text("%d held-out prompts with samples of the chat model; Rouge-L × 100 against the references."
                        .formatted(items.size()))
                .table(List.of("policy", "Rouge-L", "gain over the first", "95 %"), rows(table.outcomes()))
                .publish();
        return 0;
    }

    static List<List<String>> rows(List<PolicyOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> List.of(
                        outcome.policy(),
                        points(outcome.rouge()),
                        points(outcome.gain().mean()),
                        points(outcome.gain().low()) + " – "
                                + points(outcome.gain().high())))
                .toList();
    }

    static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
