package dev.majlis.cappy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.majlis.cappy.fake.RealModels;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model that ships, with its real weights. */
@QuarkusTest
@TestProfile(RealModels.class)
class SimilarityMiniLmIT {
    private static final String RERANK =
            """
            {"model":"similarity-minilm","query":"What is the capital of France?","documents":["Cheese is made of milk.","The capital of France is Paris.","Berlin is the capital of Germany."]}""";

    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> given().get("/cappy/v1/v2/models/similarity-minilm/ready")
                                .statusCode()
                        == 200);
    }

    @Test
    void ranksWhatIsAboutTheSameThingFirst() {
        given().contentType("application/json")
                .body(RERANK)
                .post("/v2/rerank")
                .then()
                .statusCode(200)
                .header("Majlis-Score-Kind", "preference")
                .header("Majlis-Score-Activation", "none")
                .body("model", equalTo("similarity-minilm"))
                .body("results.index", contains(1, 2, 0));
    }

    @Test
    void isNamedAsWhatItIs() {
        given().get("/cappy/v1/models/similarity-minilm")
                .then()
                .statusCode(200)
                .body("score_kind", equalTo("preference"))
                .body("engine", equalTo("similarity/onnxruntime"))
                .body("max_length", equalTo(256))
                .body("sha256", equalTo("afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"));
    }

    @Test
    void scoresDoNotDependOnBatchMates() {
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(i -> "Sentence number %d speaks of %s.".formatted(i, "things ".repeat(i % 9)))
                .toList();

        List<Float> together = scores(texts);

        assertThat(together.get(3)).isCloseTo(scores(texts.subList(3, 4)).get(0), within(1e-6f));
        assertThat(together.get(38)).isCloseTo(scores(texts.subList(38, 39)).get(0), within(1e-6f));
        assertThat(scores(texts)).isEqualTo(together);
    }

    private static List<Float> scores(List<String> texts) {
        return given().contentType("application/json")
                .body(Map.of(
                        "model", "similarity-minilm",
                        "queries", "What does the sentence speak of?",
                        "documents", texts))
                .post("/score")
                .then()
                .statusCode(200)
                .extract()
                .path("data.score");
    }
}
