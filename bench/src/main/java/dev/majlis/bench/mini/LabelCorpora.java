package dev.majlis.bench.mini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.data.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sources of Cappy-mini in which a text has one of several labels; templates make an instruction of the text. */
final class LabelCorpora {
    private static final int CHOICES = 5;

    private final Path data;
    private final int mostCharacters;
    private final long seed;

    LabelCorpora(Path data, int mostCharacters, long seed) {
        this.data = data;
        this.mostCharacters = mostCharacters;
        this.seed = seed;
    }

    Corpus sentiment() {
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
                3000);
        return corpus(
                "sentiment, several domains",
                "CC BY 4.0",
                List.of(file),
                IntStream.range(0, rows.size()).mapToObj(i -> {
                    String answer = rows.get(i).path("label").asInt() == 1 ? "positive" : "negative";
                    return Corpora.example(
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

    Corpus emotions() {
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
                2500);
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

    Corpus banking() {
        DataFile file = DataFile.read(data, "intent-banking77/train.csv.gz");
        List<String[]> rows = drawn(
                file.table().stream()
                        .map(row -> new String[] {row.get("text"), row.get("category")})
                        .toList(),
                3000);
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

    /** Which relation holds between two marked names; four others of the same list stand beside the right one. */
    Corpus relations() {
        DataFile file = DataFile.read(data, "re-semeval2010-task8/train.tsv.gz");
        List<String[]> rows = drawn(
                file.lines().stream()
                        .map(line -> line.split("\t"))
                        .filter(cells -> cells.length == 2 && !cells[0].equals("Other"))
                        .toList(),
                1500);
        List<String> labels =
                rows.stream().map(LabelCorpora::relation).distinct().sorted().toList();
        return corpus(
                "SemEval-2010 task 8",
                "CC BY 3.0",
                List.of(file),
                labelled(
                        "relations",
                        rows,
                        cells -> cells[1].replaceAll("</?e[12]>", "*"),
                        LabelCorpora::relation,
                        labels,
                        List.of(
                                text -> text + "\n\nHow are the two marked words related?",
                                text -> "Name the relation of the words between stars: " + text)),
                Stream.of());
    }

    /** {@code Cause-Effect(e2,e1)} as "cause and effect". */
    private static String relation(String[] cells) {
        return cells[0].replaceAll("\\(.*", "").replace("-", " and ").toLowerCase(Locale.ROOT);
    }

    Corpus clinc() {
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

    Corpus subjectivity() {
        DataFile file = DataFile.read(data, "subjectivity/subjectivity.jsonl.gz");
        return corpus(
                "subjectivity",
                "CC BY 4.0",
                List.of(file),
                Stream.of(),
                drawn(file.rows(), 1500).stream()
                        .map(row -> Corpora.example(
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
            return Corpora.example(
                    dataset, template, templates.get(template).apply(text.apply(rows.get(i))), List.of(right), choices);
        });
    }

    private static String spaced(String label) {
        return label.replace('_', ' ').strip();
    }

    private <R> List<R> drawn(List<R> rows, int most) {
        return Corpora.drawn(rows, most, seed);
    }

    private Corpus corpus(
            String name, String licence, List<DataFile> files, Stream<Example> train, Stream<Example> heldOut) {
        return Corpus.of(name, licence, files, train, heldOut, mostCharacters);
    }
}
