package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.LeakageGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rows to learn from, rows that are held out, and the list of their sources. */
@Command(
        name = "data",
        description = "Reads the data sets of a folder; writes train.jsonl.gz, held-out.jsonl.gz and sources.json.")
@SuppressWarnings("SystemOut")
final class MakeData implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--data", required = true, description = "folder with one folder for each data set")
    private Path data;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--most-characters", defaultValue = "900", description = "of an instruction to learn from")
    private int mostCharacters;

    @Option(names = "--seed", defaultValue = "11111")
    private long seed;

    @Override
    public Integer call() throws Exception {
        List<Corpus> corpora = new Corpora(data, mostCharacters, seed).all();
        List<Example> heldOut =
                corpora.stream().flatMap(corpus -> corpus.heldOut().stream()).toList();
        LeakageGuard guard = LeakageGuard.against(heldOut);
        List<Example> train = guard.clean(
                corpora.stream().flatMap(corpus -> corpus.train().stream()).toList());
        Files.createDirectories(out);
        ExampleFile.write(out.resolve("train.jsonl.gz"), train);
        ExampleFile.write(out.resolve("held-out.jsonl.gz"), heldOut);
        ArrayNode sources = JSON.createArrayNode();
        for (Corpus corpus : corpora) {
            ObjectNode source = sources.addObject()
                    .put("name", corpus.name())
                    .put("licence", corpus.licence())
                    .put("train", guard.clean(corpus.train()).size())
                    .put("heldOut", corpus.heldOut().size());
            ObjectNode files = source.putObject("sha256");
            corpus.files().forEach(file -> files.put(file.name(), file.sha256()));
        }
        Files.writeString(
                out.resolve("sources.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sources) + "\n");
        System.out.printf("%,d rows to learn from, %,d held out%n", train.size(), heldOut.size());
        train.stream()
                .collect(Collectors.groupingBy(Example::dataset, Collectors.counting()))
                .forEach((name, rows) -> System.out.printf("  %-28s %,6d%n", name, rows));
        return 0;
    }
}
