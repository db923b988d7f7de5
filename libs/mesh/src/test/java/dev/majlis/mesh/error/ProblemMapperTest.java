package dev.majlis.mesh.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.mesh.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemMapperTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, OPENAI",
        "/v1/models, OPENAI",
        "/v1/models/tiny, OPENAI",
        "/v1/embeddings, OPENAI",
        "/chat/v1/completions, OPENAI",
        "/chat/v1/tokenize, PROBLEM",
        "/v1/rerank, PROBLEM",
        "/v2/rerank, PROBLEM",
        "/v2, OIP",
        "/v2/models/x/infer, OIP",
        "/v2/reranker, OIP",
        "/foe/v2/models/x/infer, OIP",
        "/foe/v1/pools, PROBLEM",
        "/v1/modelsx, PROBLEM",
        "/cappy/v1/score, PROBLEM"
    })
    void choosesTheShapeByThePath(String path, ErrorShape shape) {
        assertThat(ErrorShape.forPath(path)).isEqualTo(shape);
    }

    @ParameterizedTest
    @EnumSource(ProblemSlug.class)
    void aProblemTellsAllOfTheFailureAgain(ProblemSlug slug) {
        MeshException failure = new MeshException(slug, "detail")
                .withCode("EMPTY_BATCH")
                .withStatus(418)
                .withRetryAfter(Duration.ofMillis(2_500));

        byte[] json = Json.write(Problem.of(failure, "/x", "0af7651916cd43dd8448eb211c80319c"));
        MeshException back = Json.read(json, Problem.class).toException();

        assertThat(back.slug()).isEqualTo(slug);
        assertThat(back).hasMessage("detail");
        assertThat(back.code()).contains("EMPTY_BATCH");
        assertThat(back.status()).isEqualTo(418);
        assertThat(back.retryAfter()).contains(Duration.ofMillis(2_500));
    }

    @Test
    void roundsRetryAfterUpToWholeSeconds() {
        MeshException failure =
                new MeshException(ProblemSlug.OVERLOADED, "full").withRetryAfter(Duration.ofMillis(1_001));

        assertThat(ProblemMapper.answer(failure, "/x", null).retryAfterSeconds())
                .hasValue(2);
        assertThat(ProblemMapper.answer(new MeshException(ProblemSlug.MODEL_LOADING, "wait"), "/x", null)
                        .retryAfterSeconds())
                .hasValue(1);
    }
}
