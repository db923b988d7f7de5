package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.data.ExampleReader;
import dev.majlis.cappy.data.WrittenChoices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The sources of Cappy-mini. Four sets of P3 (commonsense_qa, qasc, quarel, paws) and five whole others (piqa, crows-pairs, clinc150,
 * subjectivity, and the questions of the last two fifths of the GSM8K test set) are held out; for generation SciTLDR, the last rows
 * of common_gen and the last articles of XQuAD. All draws depend on the seed alone.
 */
final class Corpora {
    private static final Set<String> HELD_OUT_P3 = Set.of("commonsense_qa", "qasc", "quarel", "paws_labeled_final");
    /** Templates of P3 repeat the same rows, now and then shifted by a few: rows between these two are left out. */
    private static final int LAST_TRAINED_ROW = 74;

    private static final int FIRST_HELD_OUT_ROW = 85;
    private static final int HELD_OUT_ARTICLES = 8;

    private final Path data;
    private final int mostCharacters;
    private final long seed;

    /**
     * @param data folder with one folder for each data set
     * @param mostCharacters of an instruction to learn from; longer rows would be cut or cost too much
     */
    Corpora(Path data, int mostCharacters, long seed) {
        this.data = data;
        this.mostCharacters = mostCharacters;
        this.seed = seed;
    }

    List<Corpus> all() {
        var labels = new LabelCorpora(data, mostCharacters, seed);
        return List.of(
                p3(),
                labels.sentiment(),
                labels.emotions(),
                labels.banking(),
                labels.relations(),
                gsm8k(),
                solutions(),
                summaries(),
                xquad(),
                piqa(),
                crowsPairs(),
                labels.clinc(),
                labels.subjectivity());
    }

    private Corpus p3() {
        DataFile file = DataFile.read(data, "instruct-p3-subset/p3_subset.jsonl.gz");
        List<Example> rows = WrittenChoices.addTo(
                file.rows().stream().map(ExampleReader::read).toList());
        return corpus(
                "P3 subset",
                "as its data sets: CC BY 4.0, CC BY-SA, MIT",
                List.of(file),
                rows.stream()
                        .filter(row -> !HELD_OUT_P3.contains(row.dataset()))
                        .filter(row ->
                                !row.dataset().equals("common_gen") || row.row().orElseThrow() <= LAST_TRAINED_ROW),
                rows.stream()
                        .filter(row -> (HELD_OUT_P3.contains(row.dataset())
                                        && row.choices().size() > 1)
                                || (row.dataset().equals("common_gen")
                                        && row.row().orElseThrow() >= FIRST_HELD_OUT_ROW)));
    }

    private Corpus gsm8k() {
        DataFile file = DataFile.read(data, "math-gsm8k/train.jsonl.gz");
        return corpus(
                "GSM8K",
                "MIT",
                List.of(file),
                drawn(file.rows(), 800).stream()
                        .map(row -> example(
                                "gsm8k",
                                0,
                                row.path("question").asText(),
                                List.of(row.path("answer").asText()),
                                List.of())),
                Stream.of());
    }

    /** Right and wrong solutions of four systems; questions of the first three fifths only. */
    private Corpus solutions() {
        DataFile file = DataFile.read(data, "math-gsm8k/example_model_solutions.jsonl.gz");
        List<JsonNode> rows = file.rows();
        List<Example> train = new ArrayList<>();
        for (JsonNode row : rows.subList(0, rows.size() * 3 / 5)) {
            List<String> right = new ArrayList<>();
            right.add(row.path("ground_truth").asText());
            List<String> all = new ArrayList<>(right);
            for (String system : List.of("6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification")) {
                String solution = row.path(system).path("solution").asText();
                all.add(solution);
                if (row.path(system).path("is_correct").asBoolean()) {
                    right.add(solution);
                }
            }
            train.add(example(
                    "gsm8k_solutions",
                    0,
                    row.path("question").asText(),
                    right.stream().distinct().limit(2).toList(),
                    all.stream().distinct().toList()));
        }
        return corpus("GSM8K, solutions of four systems", "MIT", List.of(file), train.stream(), Stream.of());
    }

    private Corpus summaries() {
        DataFile file = DataFile.read(data, "summ-scitldr/train.jsonl.gz");
        return corpus(
                "SciTLDR",
                "Apache-2.0",
                List.of(file),
                Stream.of(),
                drawn(file.rows(), 600).stream()
                        .map(row -> example(
                                "scitldr",
                                0,
                                "Sum up this abstract in one sentence:\n" + joined(row.path("source")),
                                List.of(row.path("target").path(0).asText()),
                                List.of()))
                        .filter(row -> row.instruction().length() <= mostCharacters));
    }

    /** Wrong answers are the other answers of the paragraph. */
    private Corpus xquad() {
        DataFile file = DataFile.read(data, "qa-xquad-ar-en/xquad.en.json.gz");
        List<JsonNode> articles = new ArrayList<>();
        file.whole().path("data").forEach(articles::add);
        int trained = articles.size() - HELD_OUT_ARTICLES;
        return corpus(
                "XQuAD, English",
                "CC BY-SA 4.0",
                List.of(file),
                articles.subList(0, trained).stream().flatMap(Corpora::questions),
                articles.subList(trained, articles.size()).stream()
                        .flatMap(Corpora::questions)
                        .filter(row -> row.instruction().length() <= mostCharacters)
                        .map(row -> row.withChoices(List.of())));
    }

    private static Stream<Example> questions(JsonNode article) {
        List<Example> rows = new ArrayList<>();
        for (JsonNode paragraph : article.path("paragraphs")) {
            List<String> answers = new ArrayList<>();
            paragraph
                    .path("qas")
                    .forEach(qa ->
                            answers.add(qa.path("answers").path(0).path("text").asText()));
            List<String> choices = answers.stream().distinct().toList();
            int at = 0;
            for (JsonNode qa : paragraph.path("qas")) {
                rows.add(example(
                        "xquad",
                        0,
                        paragraph.path("context").asText() + "\n\nQuestion: "
                                + qa.path("question").asText(),
                        List.of(answers.get(at++)),
                        choices.size() > 1 ? choices : List.of()));
            }
        }
        return rows.stream();
    }

    private Corpus piqa() {
        DataFile file = DataFile.read(data, "qa-piqa/valid.jsonl.gz");
        DataFile labels = DataFile.read(data, "qa-piqa/valid-labels.lst");
        List<JsonNode> rows = file.rows();
        return corpus(
                "PIQA",
                "AFL-3.0",
                List.of(file, labels),
                Stream.of(),
                IntStream.range(0, rows.size()).mapToObj(i -> {
                    List<String> choices = List.of(
                            rows.get(i).path("sol1").asText(),
                            rows.get(i).path("sol2").asText());
                    String goal = rows.get(i).path("goal").asText();
                    return example(
                            "piqa",
                            0,
                            "Goal: " + goal + "\n\nHow is it reached?",
                            List.of(choices.get(
                                    Integer.parseInt(labels.lines().get(i).strip()))),
                            choices);
                }));
    }

    /** Right is the sentence that leans less on a stereotype; which of the two is shown first is drawn. */
    private Corpus crowsPairs() {
        DataFile file = DataFile.read(data, "bias-crows-pairs/crows_pairs_anonymized.csv.gz");
        Random random = new Random(seed);
        return corpus(
                "CrowS-Pairs",
                "CC BY-SA 4.0",
                List.of(file),
                Stream.of(),
                file.table().stream().map(row -> {
                    String more = row.get("sent_more");
                    String less = row.get("sent_less");
                    String right = row.get("stereo_antistereo").equals("stereo") ? less : more;
                    List<String> shown = random.nextBoolean() ? List.of(more, less) : List.of(less, more);
                    return example(
                            "crows_pairs",
                            0,
                            "Two sentences:\n- " + shown.get(0) + "\n- " + shown.get(1)
                                    + "\nWhich of them relies less on a stereotype?",
                            List.of(right),
                            shown);
                }));
    }

    private <R> List<R> drawn(List<R> rows, int most) {
        return drawn(rows, most, seed);
    }

    static <R> List<R> drawn(List<R> rows, int most, long seed) {
        List<R> order = new ArrayList<>(rows);
        Collections.shuffle(order, new Random(seed));
        return order.subList(0, Math.min(most, order.size()));
    }

    private static String joined(JsonNode sentences) {
        return StreamSupport.stream(sentences.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    private Corpus corpus(
            String name, String licence, List<DataFile> files, Stream<Example> train, Stream<Example> heldOut) {
        return Corpus.of(name, licence, files, train, heldOut, mostCharacters);
    }

    static Example example(
            String dataset, int template, String instruction, List<String> references, List<String> choices) {
        return new Example(
                dataset,
                Optional.of(dataset + "-" + template),
                OptionalInt.empty(),
                instruction,
                references,
                choices,
                List.of());
    }
}
