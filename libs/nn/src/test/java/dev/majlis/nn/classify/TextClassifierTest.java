package dev.majlis.nn.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextClassifierTest {
    private static final List<String> LABELS = List.of("bad", "good");
    private static final List<String> GOOD = List.of("fine", "lovely", "رائع", "wonderful", "ممتاز");
    private static final List<String> BAD = List.of("awful", "poor", "سيئ", "dull", "رديء");
    private static final List<String> REST = List.of("the", "film", "was", "is", "hotel", "الفيلم", "a", "room");

    @TempDir
    Path folder;

    /** A word of its class among words of neither; every tenth label is wrong. */
    private static List<LabelledText> rows(int count, long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    boolean good = random.nextBoolean();
                    List<String> words = good ? GOOD : BAD;
                    StringBuilder text = new StringBuilder();
                    random.ints(6, 0, REST.size())
                            .forEach(k -> text.append(REST.get(k)).append(' '));
                    text.append(words.get(random.nextInt(words.size())));
                    boolean told = good ^ (random.nextInt(10) == 0);
                    return new LabelledText(text.toString(), LABELS.get(told ? 1 : 0));
                })
                .toList();
    }

    private static ClassifierSpec spec() {
        TrainingSettings usual = ClassifierSpec.of(LABELS).settings();
        return ClassifierSpec.of(LABELS).withSettings(usual.withEpochs(8).withCheckpoints(5, 2));
    }

    private ClassifierReport train(ClassifierSpec spec, TextFeatures features, Path out) {
        return new ClassifierTraining(spec, features)
                .run(rows(600, 1), out.resolve("checkpoints"), out, progress -> {}, () -> false)
                .orElseThrow();
    }

    @Test
    void learnsWordsOfTwoScriptsAndSaysHowSureItIs() {
        ClassifierReport report = train(spec().withHeldOut(0.2), new Ngrams(1 << 12), folder);
        TextClassifier classifier = TextClassifier.open(folder, Optional.empty());

        assertThat(classifier.labels()).isEqualTo(LABELS);
        assertThat(classifier.base()).isEmpty();
        assertThat(report.trainRows() + report.heldOutRows()).isEqualTo(600);
        assertThat(report.accuracy().orElseThrow()).isGreaterThan(0.8);
        assertThat(report.counts()).containsOnlyKeys(LABELS);
        float[][] shares = classifier.probabilities(List.of("الفيلم رائع", "the room is AWFUL.", ""));
        assertThat(shares[0][1]).isGreaterThan(0.7f);
        assertThat(shares[1][0]).isGreaterThan(0.7f);
        for (float[] row : shares) {
            assertThat(row[0] + row[1]).isCloseTo(1, within(1e-5f));
        }
        assertThat(classifier.probabilities(List.of())).isEmpty();
        // a tenth of the labels is wrong, and the shares say so
        double mean = rows(500, 2).stream()
                .mapToDouble(row -> {
                    float[] share = classifier.probabilities(List.of(row.text()))[0];
                    return Math.max(share[0], share[1]);
                })
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(0.8, 0.96);
    }

    @Test
    void givesTheSameFilesAfterACancellation() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        train(spec(), new Ngrams(1 << 12), whole);
        var asked = new AtomicInteger();

        var training = new ClassifierTraining(spec(), new Ngrams(1 << 12));
        assertThat(training.run(rows(600, 1), folder.resolve("c"), parts, p -> {}, () -> asked.incrementAndGet() > 40))
                .isEmpty();
        assertThat(parts).doesNotExist();
        training.run(rows(600, 1), folder.resolve("c"), parts, p -> {}, () -> false);

        for (String file : List.of("classifier.json", "mlp.json", "mlp.safetensors", TrainedInputs.FILE)) {
            assertThat(Files.readAllBytes(parts.resolve(file))).isEqualTo(Files.readAllBytes(whole.resolve(file)));
        }
    }

    @Test
    void readsTheEmbeddingsOfAnEncoderThatTheCallerBrings() {
        Function<List<String>, float[][]> encoder = texts -> texts.stream()
                .map(text -> new float[] {text.length(), GOOD.stream().anyMatch(text::contains) ? 0.02f : 0.01f, 5})
                .toArray(float[][]::new);

        ClassifierReport report = train(spec(), new Embedding("tiny", 3, encoder), folder);

        assertThat(report.accuracy().orElseThrow()).isGreaterThan(0.8);
        assertThat(ClassifierConfig.read(folder).base()).contains("tiny");
        assertThat(TextClassifier.open(folder, Optional.of(encoder)).probabilities(List.of("lovely"))[0][1])
                .isGreaterThan(0.7f);
        assertThatThrownBy(() -> TextClassifier.open(folder, Optional.empty()))
                .hasMessageContaining("reads embeddings of tiny");
        Function<List<String>, float[][]> other = texts -> new float[texts.size()][7];
        assertThatThrownBy(() -> TextClassifier.open(folder, Optional.of(other)).probabilities(List.of("a")))
                .hasMessageContaining("a vector of 7 numbers, not 3");
    }

    @Test
    void refusesLabelsAndFilesThatDoNotFit() throws IOException {
        assertThatThrownBy(() -> ClassifierSpec.of(List.of("one"))).hasMessageContaining("labels must be 2 to");
        assertThatThrownBy(() -> ClassifierSpec.of(List.of("one", "one"))).hasMessageContaining("twice");
        assertThatThrownBy(() -> new ClassifierTraining(ClassifierSpec.of(List.of("x", "y")), new Ngrams(64))
                        .run(rows(9, 1), folder.resolve("c"), folder, p -> {}, () -> false))
                .hasMessageContaining("row 0 has the label");
        train(spec(), new Ngrams(1 << 12), folder);
        Path file = folder.resolve(ClassifierConfig.FILE);
        String sound = Files.readString(file);
        for (String broken : List.of(
                sound.replace("4096", "4097"),
                sound.replace("\"bad\",", ""),
                sound.replace("\"bad\"", "\"good\""),
                sound.replace("ngrams", "magic"),
                sound.replace("\"temperature\":", "\"temperature\":-"),
                sound.substring(0, 20),
                "[]")) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> TextClassifier.open(folder, Optional.empty()))
                    .isInstanceOfSatisfying(
                            NnException.class, e -> assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.UNSUPPORTED));
        }
    }
}
