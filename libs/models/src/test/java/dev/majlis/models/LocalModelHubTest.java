package dev.majlis.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException.Code;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.PairScorer;
import dev.majlis.models.encode.PairScorer.Pair;
import dev.majlis.models.encode.ScorerModel.ScoreKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalModelHubTest {

    @TempDir
    Path directory;

    private LocalModelHub hub() {
        return LocalModelHub.builder()
                .directory(directory)
                .offline(true)
                .threads(2)
                .build();
    }

    @Test
    void opensTheShippedScorerWithoutANetworkAndPrefersTheAnswerOnTopic() {
        try (PairScorer scorer = hub().openScorer("similarity-minilm")) {
            var question = "What is the capital of Egypt?";

            var scores = scorer.score(
                            List.of(
                                    new Pair(question, "Cairo is the capital of Egypt."),
                                    new Pair(question, "I like to eat apples."),
                                    new Pair(question, "")),
                            EncodeOptions.defaults())
                    .toCompletableFuture()
                    .join();

            assertThat(scorer.model().kind()).isEqualTo(ScoreKind.PREFERENCE);
            assertThat(scores).hasSize(3);
            assertThat(scores.get(0).score()).isGreaterThan(scores.get(1).score() + 0.3f);
            assertThat(scores).allSatisfy(score -> assertThat(score.score()).isBetween(-1.001f, 1.001f));
        }
    }

    @Test
    void opensTheShippedJudgeThatReadsItsWordsFromTheFileOfItsBase() {
        try (PairScorer scorer = hub().openScorer("cappy-mini")) {
            var review = "The food was awful and the waiter was rude.\n\nIs this review positive or negative?";
            var question = "What is the capital of France?";

            var scores = scorer.score(
                            List.of(
                                    new Pair(review, "negative"),
                                    new Pair(review, "positive"),
                                    new Pair(question, "Paris is the capital of France."),
                                    new Pair(question, "I like to eat apples.")),
                            EncodeOptions.defaults())
                    .toCompletableFuture()
                    .join();

            assertThat(scorer.model().kind()).isEqualTo(ScoreKind.REGRESSION01);
            assertThat(scores.get(0).score()).isGreaterThan(scores.get(1).score() + 0.4f);
            assertThat(scores.get(2).score()).isGreaterThan(scores.get(3).score() + 0.4f);
        }
    }

    @Test
    void embedsIntoUnitVectorsOfTheModelsWidth() {
        try (Encoder encoder = hub().openEncoder("minilm-l6-v2-onnx-q")) {
            var embedding = encoder.embed(List.of("The council met at noon."), EncodeOptions.defaults())
                    .toCompletableFuture()
                    .join()
                    .get(0);

            double squares = 0;
            for (float value : embedding.vector()) {
                squares += value * value;
            }
            assertThat(encoder.dimension()).isEqualTo(384);
            assertThat(embedding.vector()).hasSize(384);
            assertThat(squares).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void fetchesTheModelsThatAModelIsComposedOf() {
        LocalModelHub hub = hub();
        assertThat(hub.holds("similarity-minilm")).isFalse();

        hub.fetch("similarity-minilm");

        assertThat(hub.holds("similarity-minilm")).isTrue();
        assertThat(hub.verify("similarity-minilm")).hasSize(2);
        assertThat(directory.resolve("minilm-l6-v2-onnx-q/all-minilm-l6-v2-q.onnx"))
                .hasSize(22_972_370);
    }

    @Test
    void saysWhichModelWasProbablyMeant() {
        assertThatThrownBy(() -> hub().openScorer("similarity-minlm"))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN_MODEL))
                .hasMessageContaining("did you mean 'similarity-minilm'?");
    }

    @Test
    void refusesAModelThatIsForAnotherTask() {
        assertThatThrownBy(() -> hub().openText("similarity-minilm"))
                .hasMessageContaining("is for pair-scoring, not for text-generation");
    }

    @Test
    void refusesAParameterThatTheEngineDoesNotKnow() throws Exception {
        Path own = Files.writeString(
                directory.resolve("own.yaml"),
                """
                models:
                  minilm-l6-v2-onnx-q:
                    parameters:
                      thread: 1
                """);

        LocalModelHub hub = LocalModelHub.builder()
                .directory(directory)
                .catalogs(List.of(own))
                .build();

        assertThatThrownBy(() -> hub.openEncoder("minilm-l6-v2-onnx-q"))
                .hasMessageContaining("'thread' is not known to engine onnxruntime; did you mean 'threads'?");
    }
}
