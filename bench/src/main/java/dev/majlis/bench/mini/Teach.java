package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.LabelledPair;
import dev.majlis.cappy.data.LeakageGuard;
import dev.majlis.cappy.data.Origin;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Pairs whose label is the cosine of the two texts' vectors by the base encoder. The base reads one text at a time; these pairs
 * teach it to compare two texts that it reads together, before right and wrong answers are many enough to.
 */
@Command(name = "teach", description = "Writes pairs graded by the similarity of the base encoder.")
@SuppressWarnings("SystemOut")
final class Teach implements Callable<Integer> {
    private static final List<String> DOCUMENTS = List.of(
            "corpus-mixed/wikipedia.jsonl.gz",
            "corpus-mixed/news.jsonl.gz",
            "corpus-mixed/science_abstracts.jsonl.gz",
            "corpus-mixed/reviews.jsonl.gz");
    private static final List<String> FRAMES = List.of(
            "%s",
            "%s\n\nWhich sentence is about the same thing?",
            "Find a text that answers or goes on with this: \"%s\"",
            "Here is a text:\n%s\nWhat is it about?");
    private static final int SENTENCES_OF_A_DOCUMENT = 8;
    private static final int DRAWN_FOR_NEAR = 40;
    private static final int PAIRS_OF_A_ROW = 3;

    @Option(names = "--data", required = true, description = "folder with one folder for each data set")
    private Path data;

    @Option(names = "--base", required = true, description = "folder of the encoder")
    private Path base;

    @Option(names = "--rows", required = true, description = "rows to learn from")
    private Path rows;

    @Option(names = "--held-out", required = true, description = "rows whose instructions must not come up")
    private Path heldOut;

    @Option(names = "--out", required = true)
    private Path out;

    @Option(names = "--most", defaultValue = "24000", description = "pairs of documents, and as many of rows")
    private int most;

    @Option(names = "--most-characters", defaultValue = "400", description = "of an instruction")
    private int mostCharacters;

    @Option(names = "--seed", defaultValue = "11111")
    private long seed;

    private record Pair(String instruction, String response) {}

    @Override
    public Integer call() throws Exception {
        var random = new Random(seed);
        try (var embedder = new Embedder(base, 2)) {
            Set<Pair> pairs = new LinkedHashSet<>(ofDocuments(embedder, random));
            System.out.printf("%,d pairs of documents%n", pairs.size());
            pairs.addAll(ofRows(ExampleFile.read(rows), random));
            System.out.printf("%,d pairs%n", pairs.size());
            Map<String, float[]> vectors = embedder.of(pairs.stream()
                    .flatMap(pair -> Stream.of(pair.instruction(), pair.response()))
                    .toList());
            LeakageGuard guard = LeakageGuard.against(ExampleFile.read(heldOut));
            List<LabelledPair> graded = pairs.stream()
                    .filter(pair -> !guard.leaks(pair.instruction()))
                    .map(pair -> new LabelledPair(
                            pair.instruction(),
                            pair.response(),
                            Math.max(
                                    0,
                                    Math.min(
                                            1,
                                            Embedder.cosine(
                                                    vectors.get(pair.instruction()), vectors.get(pair.response())))),
                            Origin.TEACHER))
                    .toList();
            PairFile.write(out, graded);
            System.out.printf(
                    "%,d pairs written, mean label %.3f%n",
                    graded.size(),
                    graded.stream().mapToDouble(LabelledPair::label).average().orElse(0));
        }
        return 0;
    }

    /** A sentence with another of its document, with one that is near it and with any. */
    private List<Pair> ofDocuments(Embedder embedder, Random random) {
        List<List<String>> documents = new ArrayList<>();
        for (String file : DOCUMENTS) {
            for (JsonNode row : DataFile.read(data, file).rows()) {
                List<String> sentences = sentences(row);
                if (row.path("lang").asText().equals("en") && sentences.size() > 1) {
                    documents.add(sentences);
                }
            }
        }
        Collections.shuffle(documents, random);
        List<String> all = documents.stream().flatMap(List::stream).toList();
        Map<String, float[]> vectors = embedder.of(all);
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; pairs.size() < most && round < SENTENCES_OF_A_DOCUMENT; round++) {
            for (List<String> document : documents) {
                if (round < document.size()) {
                    String asked = document.get(round);
                    String frame = FRAMES.get(random.nextInt(FRAMES.size())).replace("%s", asked);
                    pairs.add(new Pair(
                            frame, document.get((round + 1 + random.nextInt(document.size() - 1)) % document.size())));
                    pairs.add(new Pair(frame, near(asked, all, vectors, random)));
                    pairs.add(new Pair(frame, all.get(random.nextInt(all.size()))));
                }
            }
        }
        return pairs.subList(0, Math.min(most, pairs.size()));
    }

    private static String near(String asked, List<String> all, Map<String, float[]> vectors, Random random) {
        float[] vector = vectors.get(asked);
        return random.ints(DRAWN_FOR_NEAR, 0, all.size())
                .mapToObj(all::get)
                .filter(text -> !text.equals(asked))
                .max(Comparator.comparingDouble(text -> Embedder.cosine(vector, vectors.get(text))))
                .orElseThrow();
    }

    /** A row's choices, or its reference, and the reference of another row. */
    private Collection<Pair> ofRows(List<Example> examples, Random random) {
        List<Example> order = new ArrayList<>(examples.stream()
                .filter(row -> row.instruction().length() <= mostCharacters)
                .toList());
        Collections.shuffle(order, random);
        List<Pair> pairs = new ArrayList<>();
        for (Example row : order) {
            List<String> responses = new ArrayList<>(row.choices().isEmpty() ? row.references() : row.choices());
            Collections.shuffle(responses, random);
            responses.stream()
                    .limit(PAIRS_OF_A_ROW)
                    .forEach(response -> pairs.add(new Pair(row.instruction(), response)));
            Example other = order.get(random.nextInt(order.size()));
            other.references().stream().limit(1).forEach(response -> pairs.add(new Pair(row.instruction(), response)));
        }
        return pairs.subList(0, Math.min(most, pairs.size()));
    }

    private static List<String> sentences(JsonNode row) {
        List<String> sentences = new ArrayList<>();
        if (row.hasNonNull("title")) {
            sentences.add(row.path("title").asText());
        }
        for (String line : row.path("text").asText().lines().toList()) {
            BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
            breaks.setText(line);
            for (int from = breaks.first(), to = breaks.next();
                    to != BreakIterator.DONE;
                    from = to, to = breaks.next()) {
                String sentence = line.substring(from, to).strip();
                if (sentence.length() >= 20 && sentence.length() <= 220) {
                    sentences.add(sentence);
                }
            }
        }
        return sentences.stream().distinct().limit(SENTENCES_OF_A_DOCUMENT).toList();
    }
}
