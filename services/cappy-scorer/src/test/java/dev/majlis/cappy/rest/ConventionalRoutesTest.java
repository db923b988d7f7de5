package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.majlis.cappy.fake.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cohere and Jina, vLLM, Open Inference Protocol. With {@code NativeRoutesTest} and {@code TeiRoutesTest} cappy.md §8 row 3: −0.3, 0.4
 * and 1.2 come out of every raw route as they are.
 */
@QuarkusTest
@TestProfile(FakeWorld.class)
class ConventionalRoutesTest {
    private static final String INFER = "/v2/models/regression/infer";

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rerank", "/v2/rerank", "/cappy/v1/v1/rerank", "/cappy/v1/v2/rerank"})
    void coheresRelevanceIsClampedButSortedOnTheRawScore(String path) {
        post(
                        path,
                        """
                        {"query":"q","documents":["1.1",{"text":"1.2"},"-0.3","0.4"],"top_n":4,"return_documents":true}""")
                .statusCode(200)
                .header("Majlis-Score-Activation", "clamp01")
                .body("id", startsWith("rerank-"))
                .body("results.index", contains(1, 0, 3, 2))
                .body("results.relevance_score", contains(1f, 1f, 0.4f, 0f))
                .body("results[0].document.text", equalTo("1.2"))
                .body("meta.api_version.version", notNullValue())
                .body("meta.billed_units.search_units", equalTo(1))
                .body("usage.total_tokens", equalTo(24));
    }

    @Test
    void coheresTopNAndModelAreHeeded() {
        post(
                        "/v2/rerank",
                        "{\"model\":\"similarity-minilm\",\"query\":\"q\",\"documents\":[\"-0.5\",\"-0.7\"],\"top_n\":1}")
                .statusCode(200)
                .body("model", equalTo("similarity-minilm"))
                .body("results.size()", equalTo(1))
                .body("results[0].relevance_score", equalTo(-0.5f));
        post("/v2/rerank", "{\"model\":\"rerank-v3.5\",\"query\":\"q\",\"documents\":[\"a\"]}")
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("UNKNOWN_MODEL"));
    }

    @Test
    void whatCannotBeHonouredIsRefusedByName() {
        post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"a\"],\"max_chunks_per_doc\":10}")
                .statusCode(400)
                .body("detail", containsString("/max_chunks_per_doc"));
        post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"a\"],\"max_tokens_per_doc\":8}")
                .statusCode(400)
                .body("detail", containsString("/max_tokens_per_doc"));
        post("/v1/rerank", "{\"query\":\"q\",\"documents\":[\"a\"],\"max_tokens_per_doc\":4096}")
                .statusCode(200);
        post("/score", "{\"queries\":\"q\",\"documents\":[\"a\"],\"truncate_prompt_tokens\":8}")
                .statusCode(400)
                .body("error.param", equalTo("truncate_prompt_tokens"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/score", "/v1/score", "/cappy/v1/score", "/cappy/v1/v1/score"})
    void vllmScoresOneQueryWithAllDocumentsInInputOrder(String path) {
        post(path, "{\"queries\":\"q\",\"documents\":[\"-0.3\",\"0.4\",\"1.2\"],\"request_id\":\"r1\"}")
                .statusCode(200)
                .body("id", equalTo("score-r1"))
                .body("object", equalTo("list"))
                .body("data.index", contains(0, 1, 2))
                .body("data.object", contains("score", "score", "score"))
                .body("data.score", contains(-0.3f, 0.4f, 1.2f))
                .body("usage.total_tokens", equalTo(18));
    }

    @Test
    void vllmZipsEqualLengthsAndRefusesOthers() {
        post("/score", "{\"text_1\":[\"a b\",\"c d\"],\"text_2\":[\"a\",\"a\"]}")
                .statusCode(200)
                .body("data.score", contains(1f, 0f));
        post("/score", "{\"queries\":[\"a\",\"b\"],\"documents\":[\"a\",\"b\",\"c\"]}")
                .statusCode(400)
                .body("error.code", equalTo("LENGTH_MISMATCH"))
                .body("error.message", containsString("2 queries with 3 documents"));
    }

    @Test
    void vllmSqueezesLogitsOnlyAndOnlyUnlessToldNotTo() {
        post("/score", "{\"model\":\"logit\",\"queries\":\"q\",\"documents\":\"0\"}")
                .body("data.score", contains(0.5f));
        post("/score", "{\"model\":\"logit\",\"queries\":\"q\",\"documents\":\"3\",\"use_activation\":false}")
                .body("data.score", contains(3f));
        post("/score", "{\"model\":\"regression\",\"queries\":\"q\",\"documents\":\"3\",\"use_activation\":true}")
                .body("data.score", contains(3f));
    }

    @ParameterizedTest
    @ValueSource(strings = {INFER, "/cappy/v1" + INFER, "/v2/models/regression/versions/1/infer"})
    void inferenceEchoesTheIdAndGivesRawScores(String path) {
        post(path, infer("[3]", "[\"q\",\"q\",\"q\"]", "[3,1]", "[[\"-0.3\"],[\"0.4\"],[\"1.2\"]]"))
                .statusCode(200)
                .body("model_name", equalTo("regression"))
                .body("model_version", equalTo("1"))
                .body("id", equalTo("42"))
                .body("outputs[0].name", equalTo("score"))
                .body("outputs[0].datatype", equalTo("FP32"))
                .body("outputs[0].shape", contains(3))
                .body("outputs[0].data", contains(-0.3f, 0.4f, 1.2f))
                .body("parameters.score_kind", equalTo("regression01"));
    }

    @Test
    void inferenceRefusesWhatDoesNotFit() {
        post(INFER, infer("[2]", "[\"q\",\"q\",\"q\"]", "[3]", "[\"1\",\"2\",\"3\"]"))
                .statusCode(400)
                .body("error", containsString("3 elements, shape [2] holds 2"));
        post(INFER, infer("[1]", "[\"q\"]", "[2]", "[\"1\",\"2\"]"))
                .statusCode(400)
                .body("error", containsString("1 elements of instruction, 2 of response"));
        post(INFER, infer("[1]", "[\"q\"]", "[1]", "[7]")).statusCode(400).body("error", containsString("/data/0"));
        post(INFER, infer("[1]", "[\"q\"]", "[1]", "[\"a\"]").replaceFirst("BYTES", "FP32"))
                .statusCode(400)
                .body("error", containsString("must be BYTES, got FP32"));
        post(INFER, infer("[1]", "[\"q\"]", "[1]", "[\"a\"]").replace("response", "answer"))
                .statusCode(400)
                .body("error", containsString("'answer'"));
        post("/v2/models/nope/infer", infer("[1]", "[\"q\"]", "[1]", "[\"a\"]"))
                .statusCode(404)
                .body("error", containsString("nope"));
        post("/v2/models/regression/versions/9/infer", infer("[1]", "[\"q\"]", "[1]", "[\"a\"]"))
                .statusCode(404)
                .body("error", containsString("9"));
        post("/v2/models/broken/infer", infer("[1]", "[\"q\"]", "[1]", "[\"a\"]"))
                .statusCode(503)
                .header("Retry-After", "2");
    }

    @Test
    void describesServerAndModels() {
        given().get("/v2").then().statusCode(200).body("name", equalTo("cappy-scorer"));
        given().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
        given().get("/v2/health/ready").then().statusCode(503).body("ready", equalTo(false));
        given().get("/v2/models/logit")
                .then()
                .statusCode(200)
                .body("versions", contains("1"))
                .body("inputs.name", contains("instruction", "response"))
                .body("outputs[0].datatype", equalTo("FP32"));
        given().get("/v2/models/logit/ready")
                .then()
                .statusCode(200)
                .body("name", equalTo("logit"))
                .body("ready", equalTo(true));
        given().get("/v2/models/broken/ready").then().statusCode(503).body("ready", equalTo(false));
        given().get("/cappy/v1/v2/models/logit/versions/1").then().statusCode(200);
        given().get("/v2/models/nope").then().statusCode(404).body("error", containsString("nope"));
    }

    private static String infer(String shape1, String data1, String shape2, String data2) {
        return """
                {"id":"42","inputs":[{"name":"instruction","shape":%s,"datatype":"BYTES","data":%s},
                {"name":"response","shape":%s,"datatype":"BYTES","data":%s}],"outputs":[{"name":"score"}]}"""
                .formatted(shape1, data1, shape2, data2);
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }
}
