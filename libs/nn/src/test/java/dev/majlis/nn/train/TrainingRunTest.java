package dev.majlis.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.EncoderModel;
import dev.majlis.nn.train.TrainingResult.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    private static final TrainingSettings SETTINGS = TrainingSettings.defaults()
            .withEpochs(6)
            .withBatch(5, 2, 4096)
            .withLearningRate(LearningRate.cosine(5e-4, 0.2))
            .withSeed(3)
            .withCheckpoints(4, 2);

    @TempDir
    Path folder;

    private TrainingRun<Labelled<Float>, LabelledBatch, Float> run(EncoderModel model, List<Double> losses) {
        return TrainingRun.of(new RegressionPipeline(model), TinyScorer.examples(), SETTINGS)
                .in(folder)
                .onProgress(progress -> losses.add(progress.loss()));
    }

    private static Map<String, float[]> weights(EncoderModel model) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        model.parameters()
                .names()
                .forEach(name -> weights.put(name, model.parameters().floats(name)));
        return weights;
    }

    private static void requireEqual(Map<String, float[]> one, Map<String, float[]> other) {
        assertThat(one.keySet()).isEqualTo(other.keySet());
        one.forEach((name, values) -> assertThat(other.get(name)).as(name).containsExactly(values));
    }

    /** redco V7: not close but equal, with dropout, shuffling, two micro-batches and a cancellation in the middle of an update. */
    @Test
    void goesOnAfterACancellationWithTheSameLossesToTheLastBit() {
        List<Double> whole = new ArrayList<>();
        Map<String, float[]> wanted;
        try (EncoderModel model = TinyScorer.open(0.1)) {
            TrainingResult result = run(model, whole).run(() -> false);
            assertThat(result.end()).isEqualTo(End.COMPLETED);
            assertThat(result.updates()).isEqualTo(18);
            wanted = weights(model);
        }

        List<Double> parts = new ArrayList<>();
        var asked = new AtomicInteger();
        try (EncoderModel model = TinyScorer.open(0.1)) {
            TrainingResult first = run(model, parts).run(() -> asked.incrementAndGet() > 24);
            assertThat(first.end()).isEqualTo(End.CANCELLED);
            assertThat(parts).hasSizeBetween(5, 12);
        }
        try (EncoderModel model = TinyScorer.open(0.1)) {
            TrainingResult second = run(model, parts).resumeLatest().run(() -> false);
            assertThat(second.end()).isEqualTo(End.COMPLETED);

            assertThat(parts).containsExactlyElementsOf(whole);
            requireEqual(wanted, weights(model));
        }
    }

    /** What the backward pass reads must not lie in memory that Java gives back before it. */
    @Test
    void learnsTheSameWhenMemoryIsCollectedBetweenForwardAndBackward() {
        List<Double> quiet = new ArrayList<>();
        try (EncoderModel model = TinyScorer.open(0.1)) {
            follow(new RegressionPipeline(model), quiet);
        }
        List<Double> collected = new ArrayList<>();
        try (EncoderModel model = TinyScorer.open(0.1)) {
            follow(new CollectingPipeline(new RegressionPipeline(model)), collected);
        }

        assertThat(collected).isEqualTo(quiet);
    }

    private static void follow(Pipeline<Labelled<Float>, LabelledBatch, Float> pipeline, List<Double> seen) {
        TrainingRun.of(pipeline, TinyScorer.examples(), SETTINGS.withEpochs(1))
                .onProgress(progress -> {
                    seen.add(progress.loss());
                    seen.add(progress.gradientNorm());
                })
                .run(() -> false);
    }

    @Test
    void repeatsTheUpdatesSinceTheLastCheckpointAfterACrash() throws IOException {
        List<Double> whole = new ArrayList<>();
        try (EncoderModel model = TinyScorer.open(0.1)) {
            run(model, whole).run(() -> false);
        }
        try (var files = Files.walk(folder)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                Files.delete(path);
            }
        }

        List<Double> before = new ArrayList<>();
        try (EncoderModel model = TinyScorer.open(0.1)) {
            var crashing = run(model, before).onProgress(progress -> {
                if (progress.update() == 11) {
                    throw new IllegalStateException("killed");
                }
            });
            assertThatThrownBy(() -> crashing.run(() -> false)).hasMessage("killed");
        }

        List<Double> after = new ArrayList<>();
        try (EncoderModel model = TinyScorer.open(0.1)) {
            run(model, after).resumeLatest().run(() -> false);
        }
        assertThat(after).containsExactlyElementsOf(whole.subList(8, 18));
    }

    @Test
    void triesAnOlderCheckpointWhenTheNewestIsBroken() throws IOException {
        try (EncoderModel model = TinyScorer.open(0)) {
            run(model, new ArrayList<>()).run(() -> false);
        }
        var checkpoints = new CheckpointFolder(folder);
        List<Path> all = checkpoints.all();
        assertThat(all).hasSize(2);
        assertThat(checkpoints.latest()).contains(all.get(0));

        Files.writeString(all.get(0).resolve("optimizer.safetensors"), "broken");

        assertThat(checkpoints.latest()).contains(all.get(1));
    }

    @Test
    void refusesACheckpointOfOtherSettings() {
        try (EncoderModel model = TinyScorer.open(0)) {
            run(model, new ArrayList<>()).run(() -> false);
            var other = TrainingRun.of(new RegressionPipeline(model), TinyScorer.examples(), SETTINGS.withSeed(4))
                    .in(folder)
                    .resumeLatest();

            assertThatThrownBy(() -> other.run(() -> false))
                    .isInstanceOfSatisfying(
                            NnException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                    .hasMessageContaining("belongs to another run");
        }
    }

    @Test
    void stopsWhenTheValidationLossRisesAndKeepsTheBestParameters() {
        List<Labelled<Float>> contrary = TinyScorer.examples().stream()
                .map(example -> new Labelled<>(example.tokens(), 0.5f - example.label()))
                .toList();
        try (EncoderModel model = TinyScorer.open(0)) {
            var pipeline = new RegressionPipeline(model);
            List<Double> seen = new ArrayList<>();

            TrainingResult result = TrainingRun.of(
                            pipeline,
                            TinyScorer.examples(),
                            SETTINGS.withEpochs(50).withEvaluation(3, 4))
                    .validateOn(contrary)
                    .in(folder)
                    .onProgress(progress -> progress.validationLoss().ifPresent(seen::add))
                    .run(() -> false);

            assertThat(result.end()).isEqualTo(End.STOPPED_EARLY);
            double best = seen.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            assertThat(seen.subList(seen.indexOf(best) + 1, seen.size())).hasSize(4);
            assertThat(result.bestValidationLoss()).hasValue(best);
            assertThat(new Predictor<>(pipeline, 2, 4096).loss(contrary)).isEqualTo(best);
        }
    }

    @Test
    void leavesFrozenParametersAsTheyAre() {
        try (EncoderModel model = TinyScorer.open(0.1)) {
            Map<String, float[]> before = weights(model);
            model.parameters().freeze(model.allButLast(1));

            run(model, new ArrayList<>()).run(() -> false);

            weights(model).forEach((name, values) -> {
                boolean trained = name.startsWith("encoder.layer.2.") || name.startsWith("classifier.");
                assertThat(model.parameters().isTrainable(name)).as(name).isEqualTo(trained);
                if (trained) {
                    assertThat(values).as(name).isNotEqualTo(before.get(name));
                } else {
                    assertThat(values).as(name).containsExactly(before.get(name));
                }
            });
        }
    }

    @Test
    void stopsWithAClearErrorWhenTheLossIsNotFinite() {
        List<Labelled<Float>> examples =
                List.of(new Labelled<>(TinyScorer.examples().get(0).tokens(), Float.POSITIVE_INFINITY));
        try (EncoderModel model = TinyScorer.open(0)) {
            var run = TrainingRun.of(new RegressionPipeline(model), examples, SETTINGS);

            assertThatThrownBy(() -> run.run(() -> false))
                    .isInstanceOfSatisfying(
                            NnException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DIVERGED))
                    .hasMessageContaining("loss of update 0 is not finite");
        }
    }

    @Test
    void tellsProgressAndTheTimeThatIsLeft() {
        List<TrainingProgress> seen = new ArrayList<>();
        long[] clock = {0};
        try (EncoderModel model = TinyScorer.open(0)) {
            TrainingRun.of(new RegressionPipeline(model), TinyScorer.examples(), SETTINGS)
                    .timedBy(() -> clock[0])
                    .onProgress(progress -> {
                        seen.add(progress);
                        clock[0] += 2_000_000_000L;
                    })
                    .run(() -> false);
        }

        assertThat(seen).hasSize(18);
        TrainingProgress third = seen.get(2);
        long tokens = TinyScorer.examples().stream()
                .mapToLong(e -> e.tokens().length())
                .sum();
        assertThat(third.update()).isEqualTo(3);
        assertThat(third.totalUpdates()).isEqualTo(18);
        assertThat(third.epoch()).isZero();
        assertThat(third.tokensPerSecond()).isEqualTo(tokens / 4.0);
        // two seconds passed before each update but the first
        assertThat(third.remaining()).hasMillis(15 * 4000 / 3);
    }

    /** cappy §8 row 5. */
    @Test
    void learnsThirtyTwoPairsByHeart() {
        List<Labelled<Float>> examples = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int[] ids = {0, 10 + i, 20 + 3 * i, 2, 2, 300 + i, 2};
            examples.add(new Labelled<>(
                    new dev.majlis.nn.text.TokenSequence(ids, new int[ids.length], 0), (i * 7 % 32) / 31f));
        }
        try (EncoderModel model = TinyScorer.open(0)) {
            var pipeline = new RegressionPipeline(model);
            TrainingRun.of(
                            pipeline,
                            examples,
                            TrainingSettings.defaults()
                                    .withEpochs(200)
                                    .withLearningRate(LearningRate.linear(1e-3, 0.1)))
                    .run(() -> false);

            assertThat(new Predictor<>(pipeline, 32, 4096).loss(examples)).isLessThan(1e-3);
        }
    }
}
