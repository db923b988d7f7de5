package dev.majlis.nn.mlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.nn.train.LearningRate;
import dev.majlis.nn.train.TrainingResult;
import dev.majlis.nn.train.TrainingResult.End;
import dev.majlis.nn.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlpTrainingTest {
    private static final TrainingSettings SETTINGS = TrainingSettings.defaults()
            .withEpochs(40)
            .withBatch(16, 16, 16)
            .withLearningRate(LearningRate.cosine(1e-2, 0))
            .withSeed(3)
            .withCheckpoints(50, 2);

    @TempDir
    Path folder;

    private TrainingResult train(MlpConfig config, List<MlpExample> rows, TrainingSettings settings, Path out) {
        return new MlpTraining(config, settings, 1)
                .run(rows, List.of(), out.resolve("checkpoints"), out, progress -> {}, () -> false);
    }

    private static double accuracy(Mlp mlp, List<MlpExample> rows, long mask) {
        long right = rows.stream()
                .filter(row -> row.target()[highest(mlp.logits(row.input(), mask & row.present()))] == 1)
                .count();
        return (double) right / rows.size();
    }

    private static int highest(float[] logits) {
        return IntStream.range(0, logits.length).reduce(0, (best, i) -> logits[i] > logits[best] ? i : best);
    }

    @Test
    void learnsNoiseByHeart() {
        MlpConfig config =
                MlpConfig.of(List.of(4, 4), 3).withHidden(List.of(64, 64), 0).withStandardised(List.of(0, 1));
        List<MlpExample> rows = MlpRows.noise(config, 48, 1);

        TrainingResult result = train(config, rows, SETTINGS.withEpochs(150), folder);

        assertThat(result.loss()).isLessThan(0.02);
        assertThat(accuracy(Mlp.open(folder), rows, 3)).isEqualTo(1);
    }

    @Test
    void oneMaskedModelAnswersForEverySubsetOfExperts() {
        MlpConfig config = MlpConfig.of(List.of(8, 8, 8, 8), 8).withMasked(true).withHidden(List.of(48), 0.1);
        train(config, MlpRows.experts(config, 2_000, 1), SETTINGS.withEpochs(20), folder);
        Mlp mlp = Mlp.open(folder);
        List<MlpExample> test = MlpRows.experts(config, 500, 2);

        assertThat(accuracy(mlp, test, 0b1111)).isGreaterThan(0.97);
        for (int asked = 1; asked < 0b1111; asked++) {
            // an expert that is asked and owns the class is right; the others guess
            assertThat(accuracy(mlp, test, asked)).isGreaterThan(0.9 * Integer.bitCount(asked) / 4);
        }
    }

    @Test
    void learnsFromRowsThatLackBlocks() {
        MlpConfig config = MlpConfig.of(List.of(6, 6), 6).withMasked(true).withHidden(List.of(32), 0);
        List<MlpExample> rows = MlpRows.experts(config, 1_000, 1).stream()
                .map(row -> row.withPresent(1 + row.number() % 3))
                .toList();

        train(config, rows, SETTINGS.withEpochs(20), folder);

        Mlp mlp = Mlp.open(folder);
        assertThat(accuracy(mlp, MlpRows.experts(config, 300, 2), 3)).isGreaterThan(0.95);
        assertThatThrownBy(() -> train(config.withMasked(false), rows, SETTINGS, folder))
                .hasMessageContaining("a block is missing");
    }

    /** Not close but equal: with dropout, experts dropped, a validation and a cancellation in the middle of an epoch. */
    @Test
    void goesOnAfterACancellationWithTheSameLossesToTheLastBit() throws IOException {
        MlpConfig config = MlpConfig.of(List.of(5, 5, 5), 5)
                .withMasked(true)
                .withHidden(List.of(24, 24), 0.5)
                .withStandardised(List.of(1));
        List<MlpExample> rows = MlpRows.experts(config, 100, 1);
        List<MlpExample> heldOut = MlpRows.experts(config, 30, 2);
        var training = new MlpTraining(config, SETTINGS.withEpochs(8), 1);
        List<Double> whole = new ArrayList<>();
        training.run(
                rows, heldOut, folder.resolve("a"), folder.resolve("whole"), p -> whole.add(p.loss()), () -> false);

        List<Double> parts = new ArrayList<>();
        var asked = new AtomicInteger();
        TrainingResult first = training.run(
                rows,
                heldOut,
                folder.resolve("b"),
                folder.resolve("parts"),
                p -> parts.add(p.loss()),
                () -> asked.incrementAndGet() > 17);
        assertThat(first.end()).isEqualTo(End.CANCELLED);
        assertThat(folder.resolve("parts")).doesNotExist();
        assertThat(parts).hasSize(17);
        training.run(
                rows, heldOut, folder.resolve("b"), folder.resolve("parts"), p -> parts.add(p.loss()), () -> false);

        assertThat(parts).containsExactlyElementsOf(whole);
        for (String file : List.of("mlp.json", "mlp.safetensors")) {
            assertThat(Files.readAllBytes(folder.resolve("parts").resolve(file)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("whole").resolve(file)));
        }
    }

    @Test
    void resumesSparseRowsToTheLastBitToo() throws IOException {
        MlpConfig config = MlpConfig.of(List.of(300), 3).withHidden(List.of(16), 0.2);
        var random = new SplittableRandom(1);
        List<MlpExample> rows = IntStream.range(0, 60)
                .mapToObj(i -> MlpExample.of(config, MlpRows.sparse(config, random), i % 3, i))
                .toList();
        var training = new MlpTraining(config, SETTINGS.withEpochs(5), 1);
        training.run(rows, List.of(), folder.resolve("a"), folder.resolve("whole"), p -> {}, () -> false);
        var asked = new AtomicInteger();
        training.run(
                rows,
                List.of(),
                folder.resolve("b"),
                folder.resolve("parts"),
                p -> {},
                () -> asked.incrementAndGet() > 7);
        training.run(rows, List.of(), folder.resolve("b"), folder.resolve("parts"), p -> {}, () -> false);

        assertThat(Files.readAllBytes(folder.resolve("parts/mlp.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/mlp.safetensors")));
    }

    @Test
    void aRowOfTwiceTheWeightIsARowThatIsThereTwice() {
        MlpConfig config = MlpConfig.of(List.of(4), 2);
        List<MlpExample> noise = MlpRows.noise(config, 4, 1);
        MlpExample first = noise.get(0);
        List<MlpExample> twice = new ArrayList<>(noise);
        twice.add(first);
        List<MlpExample> heavy = new ArrayList<>(noise);
        heavy.set(0, new MlpExample(first.input(), first.present(), first.target(), 2, first.number()));
        TrainingSettings one = SETTINGS.withEpochs(1).withMaxUpdates(1);

        double wanted = train(config, twice, one, folder.resolve("twice")).loss();
        double loss = train(config, heavy, one, folder.resolve("heavy")).loss();

        assertThat(loss).isCloseTo(wanted, org.assertj.core.api.Assertions.within(1e-6));
    }
}
