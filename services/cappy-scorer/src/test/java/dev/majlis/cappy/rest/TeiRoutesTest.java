package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.majlis.cappy.fake.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(FakeWorld.class)
class TeiRoutesTest {

    @ParameterizedTest
    @ValueSource(strings = {"/rerank", "/cappy/v1/rerank"})
    void ordersTextsByRawScoreOfARegressionModel(String path) {
        List<Float> scores = post(
                        path, "{\"query\":\"q\",\"texts\":[\"-0.3\",\"1.2\",\"0.4\",\"1.2\"],\"return_text\":true}")
                .statusCode(200)
                .header("Majlis-Score-Kind", "regression01")
                .header("Majlis-Score-Activation", "none")
                .body("index", contains(1, 3, 2, 0))
                .body("text", contains("1.2", "1.2", "0.4", "-0.3"))
                .extract()
                .path("score");

        assertThat(scores).containsExactly(1.2f, 1.2f, 0.4f, -0.3f);
    }

    @Test
    void leavesTextsOutUnlessAsked() {
        post("/rerank", "{\"query\":\"q\",\"texts\":[\"1\"]}").statusCode(200).body("[0].keySet().size()", equalTo(2));
    }

    @Test
    void takesATwoStringArrayForOnePair() {
        post("/predict", "{\"inputs\":[\"q\",\"0.4\"]}")
                .statusCode(200)
                .body("size()", equalTo(1))
                .body("[0].score", equalTo(0.4f))
                .body("[0].label", equalTo("LABEL_0"));
    }

    @Test
    void answersABatchOfPairsInInputOrder() {
        post("/predict", "{\"inputs\":[[\"q\",\"0.4\"],[\"q\",\"-2\"],[\"q\",\"3\"]]}")
                .statusCode(200)
                .body("size()", equalTo(3))
                .body("[0][0].score", equalTo(0.4f))
                .body("[1][0].score", equalTo(-2f))
                .body("[2][0].score", equalTo(3f));
    }

    @Test
    void splitsWhatIsAboveTheUsualLimitOf32InsteadOfRefusing() {
        String texts = "\"1\",".repeat(31) + "\"1\"";

        post("/rerank", "{\"query\":\"q\",\"texts\":[" + texts + "]}")
                .statusCode(200)
                .body("size()", equalTo(32));
        post("/rerank", "{\"query\":\"q\",\"texts\":[" + texts + ",\"1\"]}")
                .statusCode(413)
                .body("error_type", equalTo("Validation"))
                .body("error", containsString("33 candidates, the limit is 32"));
    }

    @Test
    void truncatesUnlessToldNotTo() {
        String body = "{\"query\":\"q\",\"texts\":[\"a\",\"%s\"]%s}";
        String longText = "word ".repeat(40);

        post("/rerank", body.formatted(longText, "")).statusCode(200).header("Majlis-Truncated-Pairs", "1");
        post("/rerank", body.formatted(longText, ",\"truncate\":false"))
                .statusCode(422)
                .body("error_type", equalTo("Tokenizer"))
                .body("error", containsString("/texts/1"));
    }

    @Test
    void speaksOfErrorsInItsOwnShape() {
        post("/rerank", "{\"query\":\"q\",\"texts\":[]}").statusCode(400).body("error_type", equalTo("Empty"));
        post("/rerank", "{\"query\":\"q\"}").statusCode(400).body("error_type", equalTo("Validation"));
        post("/rerank", "{\"query\":").statusCode(400).body("error_type", equalTo("Validation"));
        post("/predict", "{\"inputs\":\"only one\"}").statusCode(400).body("error", containsString("pairs"));
        post("/rerank", "{\"query\":\"q\",\"texts\":[\"boom\"]}")
                .statusCode(424)
                .body("error_type", equalTo("Backend"));
        post("/rerank", "{\"query\":\"q\",\"texts\":[\"late\"]}")
                .statusCode(504)
                .body("error_type", equalTo("Backend"));
    }

    @Test
    void tellsOfItself() {
        given().get("/info")
                .then()
                .statusCode(200)
                .body("model_id", equalTo("regression"))
                .body("max_client_batch_size", equalTo(32))
                .body("auto_truncate", equalTo(true))
                .body("score_kind", equalTo("regression01"));
        given().get("/health").then().statusCode(200);
    }

    @Test
    void takesDocumentsForInfinity() {
        post(
                        "/rerank",
                        """
                        {"model":"logit","query":"q","documents":["-1","2"],"return_documents":true,"top_n":1}""")
                .statusCode(200)
                .header("Majlis-Score-Activation", "sigmoid")
                .body("object", equalTo("rerank"))
                .body("model", equalTo("logit"))
                .body("results.size()", equalTo(1))
                .body("results[0].index", equalTo(1))
                .body("results[0].document", equalTo("2"))
                .body("results[0].relevance_score", closeToFloat(1 / (1 + Math.exp(-2))));
        post("/rerank", "{\"model\":\"logit\",\"query\":\"q\",\"documents\":[\"-1\",\"2\"],\"raw_scores\":true}")
                .statusCode(200)
                .body("results[0].relevance_score", equalTo(2f));
    }

    private static org.hamcrest.Matcher<Float> closeToFloat(double value) {
        return new org.hamcrest.CustomTypeSafeMatcher<>("close to " + value) {
            @Override
            protected boolean matchesSafely(Float actual) {
                return closeTo(value, 1e-6).matches((double) actual);
            }
        };
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }
}
