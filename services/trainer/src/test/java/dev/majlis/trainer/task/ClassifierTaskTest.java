package dev.majlis.trainer.task;

import static dev.majlis.trainer.task.Contexts.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.classify.ClassifierConfig;
import dev.majlis.nn.classify.InputHash;
import dev.majlis.nn.classify.LabelledText;
import dev.majlis.nn.classify.TextClassifier;
import dev.majlis.nn.classify.TrainedInputs;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassifierTaskTest {
    private static final Path TINY = Path.of("src/test/resources/roberta-tiny-regression");
    private static final List<String> ROWS = IntStream.range(0, 80)
            .mapToObj(i -> "{'text': 'number %d is %s', 'label': %d, 'domain': 'x'}"
                    .formatted(i, i % 2 == 0 ? "good" : "bad", i % 2 == 0 ? 10 : 2))
            .toList();

    @TempDir
    Path folder;

    private final ClassifierTask task = new ClassifierTask();

    @Test
    void fillsInItsDefaultsAndNeedsABaseOnlyForEmbeddings() {
        ObjectNode all = task.parameters(object("{}"));

        assertThat(all.get("features").textValue()).isEqualTo("ngrams");
        assertThat(all.get("buckets").intValue()).isEqualTo(1 << 14);
        assertThat(all.get("hidden")).isEmpty();
        assertThat(all.has("labels")).isFalse();
        assertThat(task.needsBase(all)).isFalse();
        assertThat(task.needsBase(task.parameters(object("{'features': 'embedding'}"))))
                .isTrue();
        ObjectNode labelled = task.parameters(object("{'labels': ['b', 1]}"));
        assertThat(labelled.get("labels").toString()).isEqualTo("[\"b\",\"1\"]");
        assertThat(task.parameters(labelled)).isEqualTo(labelled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'epoch': 3}             | /parameters/epoch: unknown",
                "{'features': 'words'}    | /parameters/features: expected one of ngrams, embedding",
                "{'buckets': 3}           | /parameters/buckets",
                "{'hidden': 3}            | /parameters/hidden: expected 0 to 8 times a whole number from 1 to 16384",
                "{'hidden': [0]}          | /parameters/hidden",
                "{'hidden': [1.5]}        | /parameters/hidden",
                "{'labels': ['a']}        | /parameters/labels: expected 2 to 10000 different labels",
                "{'labels': ['a', ' a']}  | /parameters/labels",
                "{'labels': ['a', '']}    | /parameters/labels: label has 0 characters",
                "{'labels': 'ab'}         | /parameters/labels",
                "{'schedule': 'step'}     | /parameters/schedule",
            })
    void refusesParametersItDoesNotKnowOrThatAreOutOfRange(String given, String message) {
        assertThatThrownBy(() -> task.parameters(object(given))).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'label': 1}                   | text is missing",
                "{'text': 1, 'label': 1}        | text is no text",
                "{'text': 'a'}                  | label is missing",
                "{'text': 'a', 'label': 0.5}    | label is neither",
                "{'text': 'a', 'label': [1]}    | label is neither",
                "{'text': 'a', 'label': ' '}    | label has 0 characters",
                "{'text': 'a', 'label': 'c'}    | label 'c' is not one of",
            })
    void saysWhatIsWrongWithARow(String row, String message) {
        Examination examination = task.examine(task.parameters(object("{'labels': ['a', 'b']}")), 1);

        assertThatThrownBy(() -> examination.accept(new Row(1, object(row))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesRowsOfOneClass() {
        Examination examination = task.examine(task.parameters(object("{}")), 1);
        examination.accept(new Row(1, object("{'text': 'a', 'label': 'x'}")));

        assertThatThrownBy(examination::end).hasMessageContaining("all rows have the label 'x'");
    }

    @Test
    void sortsLabelsByTheirValueWhereAllAreNumbers() {
        assertThat(ClassifierLabels.sorted(texts("10", "2", "-1", "2"))).containsExactly("-1", "2", "10");
        assertThat(ClassifierLabels.sorted(texts("10", "2", "b"))).containsExactly("10", "2", "b");
    }

    private static List<LabelledText> texts(String... labels) {
        return List.of(labels).stream()
                .map(label -> new LabelledText("", label))
                .toList();
    }

    @Test
    void trainsOnWordsWithoutAnyModelAndKeepsWhatItHasSeen() {
        ObjectNode parameters = task.parameters(object("{'validationShare': 0.25, 'epochs': 10}"));

        var trained = (TrainingOutcome.Trained)
                task.run(Contexts.of(parameters, folder.resolve("none"), ROWS, folder, () -> false));

        assertThat(trained.kind()).isEqualTo("text-classifier");
        assertThat(trained.metrics()).containsEntry("rows", 80.0).containsEntry("accuracy", 1.0);
        assertThat(trained.report().at("/counts/10").intValue()).isEqualTo(40);
        TextClassifier classifier = TextClassifier.open(folder.resolve("out"), Optional.empty());
        assertThat(classifier.labels()).containsExactly("2", "10");
        assertThat(classifier.probabilities(List.of("is it good"))[0][1]).isGreaterThan(0.7f);
        TrainedInputs seen = TrainedInputs.read(folder.resolve("out"));
        assertThat(seen.size()).isEqualTo(80);
        assertThat(seen.contains(InputHash.of("number 3 is bad"))).isTrue();
        assertThat(folder.resolve("out/checkpoints")).doesNotExist();
    }

    @Test
    void trainsOnTheEmbeddingsOfABase() throws Exception {
        ObjectNode parameters = task.parameters(object("{'features': 'embedding', 'epochs': 30, 'labels': [10, 2]}"));

        var trained = (TrainingOutcome.Trained) task.run(Contexts.of(parameters, TINY, ROWS, folder, () -> false));

        assertThat(trained.metrics().get("accuracy")).isGreaterThan(0.8);
        ClassifierConfig config = ClassifierConfig.read(folder.resolve("out"));
        assertThat(config.base()).contains("tiny");
        assertThat(config.labels()).containsExactly("10", "2");
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("classifier.json", "mlp.json", "mlp.safetensors", "trained-inputs.bin");
        }
        assertThat(task.run(Contexts.of(parameters, TINY, ROWS, folder.resolve("b"), () -> true)))
                .isInstanceOf(TrainingOutcome.Cancelled.class);
    }
}
