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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The sources of Cappy-mini. Four sets of P3 (commonsense_qa, qasc, quarel, paws) and five whole others (piqa, crows-pairs, clinc150,
 * subjectivity, and the questions of the last two fifths of the GSM8K test set) are held out. All draws depend on the seed alone.
 */
final class Corpora {
    private static final Set<String> HELD_OUT_P3 = Set.of("commonsense_qa", "qasc", "quarel", "paws_labeled_final");
    private static final int CHOICES = 5;

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
        return List.of(
                p3(),
                sentiment(),
                emotions(),
                banking(),
                gsm8k(),
                solutions(),
                summaries(),
                xquad(),
                piqa(),
                crowsPairs(),
                clinc(),
                subjectivity());
    }

    private Corpus p3() {
        DataFile file = DataFile.read(data, "instruct-p3-subset/p3_subset.jsonl.gz");
        List<Example> rows = WrittenChoices.addTo(
                file.rows().stream().map(ExampleReader::read).toList());
        return corpus(
                "P3 subset",
                "as its data sets: CC BY 4.0, CC BY-SA, MIT",
                List.of(file),
                rows.stream().filter(row -> !HELD_OUT_P3.contains(row.dataset())),
                rows.stream()
                        .filter(row -> HELD_OUT_P3.contains(row.dataset())
                                && row.choices().size() > 1));
    }

    private Corpus sentiment() {
        DataFile file = DataFile.read(data, "sentiment-multidomain/sentiment.jsonl.gz");
        List<Function<String, String>> templates = List.of(
                text -> text + "\n\nIs this review positive or negative?",
                text -> "Review: " + text + "\nWhat is the sentiment of the review? Options:\n- negative\n- positive",
                text -> "How does the writer feel about what is described here? Answer with positive or negative.\n"
                        + text);
        List<JsonNode> rows = drawn(
                file.rows().stream()
                        .filter(row -> row.path("split").asText().equals("train"))
                        .toList(),
                2000);
        return corpus(
                "sentiment, several domains",
                "CC BY 4.0",
                List.of(file),
                IntStream.range(0, rows.size()).mapToObj(i -> {
                    String answer = rows.get(i).path("label").asInt() == 1 ? "positive" : "negative";
                    return example(
                            "sentiment",
                            i % templates.size(),
                            templates
                                    .get(i % templates.size())
                                    .apply(rows.get(i).path("text").asText()),
                            List.of(answer),
                            List.of("negative", "positive"));
                }),
                Stream.of());
    }

    private Corpus emotions() {
        DataFile file = DataFile.read(data, "emotion-goemotions/train.tsv.gz");
        List<String> labels = List.of(
                "admiration",
                "amusement",
                "anger",
                "annoyance",
                "approval",
                "caring",
                "confusion",
                "curiosity",
                "desire",
                "disappointment",
                "disapproval",
                "disgust",
                "embarrassment",
                "excitement",
                "fear",
                "gratitude",
                "grief",
                "joy",
                "love",
                "nervousness",
                "optimism",
                "pride",
                "realization",
                "relief",
                "remorse",
                "sadness",
                "surprise");
        List<String[]> rows = drawn(
                file.lines().stream()
                        .map(line -> line.split("\t"))
                        .filter(cells ->
                                cells.length > 1 && cells[1].matches("\\d+") && Integer.parseInt(cells[1]) < 27)
                        .toList(),
                1500);
        return corpus(
                "GoEmotions",
                "Apache-2.0",
                List.of(file),
                labelled(
                        "emotions",
                        rows,
                        cells -> cells[0],
                        cells -> labels.get(Integer.parseInt(cells[1])),
                        labels,
                        List.of(
                                text -> "Which emotion does this comment express?\n\n" + text,
                                text -> "Comment: " + text + "\nThe writer feels")),
                Stream.of());
    }

    private Corpus banking() {
        DataFile file = DataFile.read(data, "intent-banking77/train.csv.gz");
        List<String[]> rows = drawn(
                file.table().stream()
                        .map(row -> new String[] {row.get("text"), row.get("category")})
                        .toList(),
                1500);
        List<String> labels =
                rows.stream().map(cells -> spaced(cells[1])).distinct().sorted().toList();
        return corpus(
                "Banking77",
                "CC BY 4.0",
                List.of(file),
                labelled(
                        "banking",
                        rows,
                        cells -> cells[0],
                        cells -> spaced(cells[1]),
                        labels,
                        List.of(
                                text -> "A customer of a bank writes: \"" + text + "\"\nWhat is the message about?",
                                text -> text + "\n\nName the intent of this request.")),
                Stream.of());
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
                drawn(file.rows(), 600).stream()
                        .map(row -> example(
                                "scitldr",
                                0,
                                "Sum up this abstract in one sentence:\n" + joined(row.path("source")),
                                List.of(row.path("target").path(0).asText()),
                                List.of())),
                Stream.of());
    }

    /** Wrong answers are the other answers of the paragraph. */
    private Corpus xquad() {
        DataFile file = DataFile.read(data, "qa-xquad-ar-en/xquad.en.json.gz");
        List<Example> rows = new ArrayList<>();
        for (JsonNode article : file.whole().path("data")) {
            for (JsonNode paragraph : article.path("paragraphs")) {
                List<String> answers = new ArrayList<>();
                paragraph
                        .path("qas")
                        .forEach(qa -> answers.add(
                                qa.path("answers").path(0).path("text").asText()));
                for (JsonNode qa : paragraph.path("qas")) {
                    String answer = qa.path("answers").path(0).path("text").asText();
                    List<String> choices = answers.stream().distinct().toList();
                    rows.add(example(
                            "xquad",
                            0,
                            paragraph.path("context").asText() + "\n\nQuestion: "
                                    + qa.path("question").asText(),
                            List.of(answer),
                            choices.size() > 1 ? choices : List.of()));
                }
            }
        }
        return corpus("XQuAD, English", "CC BY-SA 4.0", List.of(file), rows.stream(), Stream.of());
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

    private Corpus clinc() {
        DataFile file = DataFile.read(data, "intent-clinc150/data_small.json.gz");
        List<String[]> rows = new ArrayList<>();
        file.whole()
                .path("test")
                .forEach(row ->
                        rows.add(new String[] {row.path(0).asText(), row.path(1).asText()}));
        List<String> labels =
                rows.stream().map(cells -> spaced(cells[1])).distinct().sorted().toList();
        return corpus(
                "CLINC150",
                "CC BY 3.0",
                List.of(file),
                Stream.of(),
                labelled(
                        "clinc150",
                        drawn(rows, 1500),
                        cells -> cells[0],
                        cells -> spaced(cells[1]),
                        labels,
                        List.of(text -> "A user says to an assistant: \"" + text + "\"\nWhat is the request about?")));
    }

    private Corpus subjectivity() {
        DataFile file = DataFile.read(data, "subjectivity/subjectivity.jsonl.gz");
        return corpus(
                "subjectivity",
                "CC BY 4.0",
                List.of(file),
                Stream.of(),
                drawn(file.rows(), 1500).stream()
                        .map(row -> example(
                                "subjectivity",
                                0,
                                row.path("text").asText() + "\n\nIs this sentence subjective or objective?",
                                List.of(row.path("label_name").asText()),
                                List.of("subjective", "objective"))));
    }

    /** Choices are the right label and a few others, in the order of the alphabet. */
    private <R> Stream<Example> labelled(
            String dataset,
            List<R> rows,
            Function<R, String> text,
            Function<R, String> label,
            List<String> labels,
            List<Function<String, String>> templates) {
        Random random = new Random(seed);
        return IntStream.range(0, rows.size()).mapToObj(i -> {
            String right = label.apply(rows.get(i));
            List<String> others = new ArrayList<>(labels);
            others.remove(right);
            Collections.shuffle(others, random);
            List<String> choices = Stream.concat(
                            Stream.of(right), others.stream().limit(CHOICES - 1))
                    .sorted()
                    .toList();
            int template = i % templates.size();
            return example(
                    dataset, template, templates.get(template).apply(text.apply(rows.get(i))), List.of(right), choices);
        });
    }

    private <R> List<R> drawn(List<R> rows, int most) {
        List<R> order = new ArrayList<>(rows);
        Collections.shuffle(order, new Random(seed));
        return order.subList(0, Math.min(most, order.size()));
    }

    private static String spaced(String label) {
        return label.replace('_', ' ').strip();
    }

    private static String joined(JsonNode sentences) {
        return StreamSupport.stream(sentences.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    private Corpus corpus(
            String name, String licence, List<DataFile> files, Stream<Example> train, Stream<Example> heldOut) {
        return new Corpus(
                name,
                licence,
                files,
                train.filter(row -> row.instruction().length() <= mostCharacters)
                        .toList(),
                heldOut.toList());
    }

    private static Example example(
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
