package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.majlis.cappy.fake.FakeWorld;
import dev.majlis.cappy.fake.OfflineMesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(FakeWorld.class)
class NativeRoutesTest {
    @Inject
    OfflineMesh mesh;

    @Test
    void classifiesByTheHighestScoreAndTellsTheMargin() {
        post(
                        "classify",
                        """
                        {"items":[{"id":"a","instruction":"q","choices":["0.25","0.75","0.5"]},
                        {"instruction":"q","choices":["1","1.0"]}]}""")
                .statusCode(200)
                .body("model", equalTo("regression"))
                .body("score_kind", equalTo("regression01"))
                .body("items[0].id", equalTo("a"))
                .body("items[0].choice_index", equalTo(1))
                .body("items[0].choice", equalTo("0.75"))
                .body("items[0].scores", contains(0.25f, 0.75f, 0.5f))
                .body("items[0].margin", equalTo(0.25f))
                .body("items[0].truncated_tokens", contains(0, 0, 0))
                .body("items[1].choice_index", equalTo(0))
                .body("items[1].margin", equalTo(0f));
        post("classify", "{\"items\":[{\"instruction\":\"q\",\"choices\":[\"1\",\"2\"]}],\"return_scores\":false}")
                .statusCode(200)
                .body("items[0].scores", nullValue());
    }

    @Test
    void aBadItemFailsTheRequestAndAllBadOnesAreNamed() {
        post(
                        "classify",
                        """
                        {"items":[{"instruction":"q","choices":["1","2"]},{"choices":["1","2"]},
                        {"instruction":"q","choices":["1"]},{"instruction":"q","choices":["x","y","x"]}]}""")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("MISSING_FIELD"))
                .body("type", equalTo("urn:majlis:problem:invalid-request"))
                .body("errors.pointer", contains("/items/1/instruction", "/items/2/choices", "/items/3/choices/2"));
    }

    @Test
    void aBadItemHarmsNoOtherWhenThatIsWanted() {
        post(
                        "classify",
                        """
                        {"partial":true,"items":[{"instruction":"q","choices":["1","2"]},{"id":"b","instruction":"q","choices":["x","x"]},
                        {"instruction":"q","choices":["1","boom"]},{"instruction":"q","choices":["1","nan"]}]}""")
                .statusCode(200)
                .body("items[0].choice_index", equalTo(1))
                .body("items[1].id", equalTo("b"))
                .body("items[1].error.code", equalTo("DUPLICATE_CHOICE"))
                .body("items[2].error.code", equalTo("INFERENCE_FAILED"))
                .body("items[3].error.code", equalTo("NON_FINITE_SCORE"))
                .body("items[3].error.detail", containsString("/items/3/choices/1"));
    }

    @Test
    void scoresTypedItems() {
        post(
                        "score",
                        "{\"items\":[{\"id\":\"a\",\"instruction\":\"q\",\"response\":\"-0.3\"},{\"instruction\":\"q\",\"response\":\"1.2\"}]}")
                .statusCode(200)
                .body("score_kind", equalTo("regression01"))
                .body("items.score", contains(-0.3f, 1.2f))
                .body("items[0].id", equalTo("a"));
    }

    @ParameterizedTest
    @CsvSource({
        "self_score_sum,1",
        "self_score_mean,0",
        "cappy,2",
        "similarity,2",
        "first,0",
        "longest,1",
        "shortest,2",
    })
    void choosesByPolicy(String policy, int chosen) {
        post("best-of", bestOf("\"policy\":\"" + policy + "\""))
                .statusCode(200)
                .body("policy", equalTo(policy))
                .body("chosen", equalTo(chosen))
                .body("sampled", equalTo(3))
                .body("stop_reason", equalTo("given"));
    }

    @Test
    void theDefaultPolicyIsTheMeanLogLikelihood() {
        post("best-of", bestOf("\"seed\":1"))
                .statusCode(200)
                .body("policy", equalTo("self_score_mean"))
                .body("scores", contains(-0.5f, -0.6f, -3f))
                .body("scorer", nullValue());
    }

    @Test
    void aSelfScoreWithoutLikelihoodsIsRefusedNamingThem() {
        post("best-of", "{\"instruction\":\"q\",\"candidates\":[\"a\",\"b\"]}")
                .statusCode(422)
                .body("type", equalTo("urn:majlis:problem:unprocessable-input"))
                .body("code", equalTo("MISSING_LOG_LIKELIHOOD"))
                .body(
                        "errors.pointer",
                        contains("/candidates/0/log_likelihood_mean", "/candidates/1/log_likelihood_mean"));
    }

    @Test
    void judgesByModelAndWarnsOfDuplicates() {
        post("best-of", "{\"instruction\":\"q\",\"candidates\":[\"0.5\",\"0.7\",\"0.7\"],\"policy\":\"cappy\"}")
                .statusCode(200)
                .body("chosen", equalTo(1))
                .body("scorer.name", equalTo("regression"))
                .body("scorer.kind", equalTo("regression01"))
                .body("truncated_tokens", contains(0, 0, 0))
                .body("warnings", hasSize(1))
                .body("warnings[0]", containsString("/candidates/2"))
                .body("cost.scorerTokens", equalTo(12));
    }

    @Test
    void theOracleTakesReferences() {
        post(
                        "best-of",
                        "{\"instruction\":\"q\",\"candidates\":[\"a dog\",\"the cat\"],\"policy\":\"oracle\",\"references\":[\"a cat\",\"the cat\"]}")
                .statusCode(200)
                .body("chosen", equalTo(1))
                .body("scores", contains(0.5f, 1f));
        post("best-of", "{\"instruction\":\"q\",\"candidates\":[\"a\"],\"policy\":\"oracle\"}")
                .statusCode(400)
                .body("code", equalTo("MISSING_FIELD"));
    }

    @Test
    void samplesFromAGeneratorOfTheMesh() {
        mesh.answer(NativeRoutesTest::candidates);

        post(
                        "best-of",
                        """
                        {"instruction":"q","seed":7,"generator":{"service":"jais-chat","decodings":{"sampling":2,"temp0.9":1,"topk40":1,"topp0.95":1},"max_new_tokens":16}}""")
                .statusCode(200)
                .body("sampled", equalTo(5))
                .body("stop_reason", equalTo("all"))
                .body("candidates", hasSize(5))
                .body("chosen", equalTo(0));

        assertThat(mesh.calls()).hasSize(4);
        assertThat(mesh.calls().stream().map(call -> call.body().toString()))
                .satisfiesExactly(
                        body -> assertThat(body).contains("\"temperature\":1.0", "\"seed\":7", "\"n\":2"),
                        body -> assertThat(body).contains("\"temperature\":0.9", "\"seed\":9"),
                        body -> assertThat(body).contains("\"top_k\":40", "\"seed\":10"),
                        body -> assertThat(body).contains("\"top_p\":0.95", "\"max_tokens\":16"));
        assertThat(mesh.calls().get(0).slip().hops().get(0).parameters().toString())
                .isEqualTo("{\"endpoint\":\"chat\",\"output\":\"candidates\",\"n\":2}");
    }

    @Test
    void whatIsNotThereYetIsRefusedByName() {
        post("best-of", "{\"instruction\":\"q\",\"generator\":{\"service\":\"jais-chat\",\"decodings\":{\"beam4\":1}}}")
                .statusCode(400)
                .body("detail", containsString("beam search"));
    }

    @Test
    void tellsRougeInBothModes() {
        post("rouge", "{\"references\":\"the cat sat on the mat\",\"prediction\":\"the cat is on the mat\"}")
                .statusCode(200)
                .body("mode", equalTo("compat"))
                .body("f", equalTo(0.8333333f))
                .body("precision", equalTo(0.8333333f));
        post("rouge", "{\"references\":[\"مرحبا\"],\"prediction\":\"مرحبا\",\"mode\":\"unicode\"}")
                .statusCode(200)
                .body("f", equalTo(1f));
        post(
                        "rouge",
                        "{\"references\":[\"%s\"],\"prediction\":\"%s\"}"
                                .formatted("a ".repeat(40_000), "a ".repeat(40_000)))
                .statusCode(400)
                .body("detail", containsString("2500000000"));
    }

    @Test
    void listsItsModels() {
        given().get("/cappy/v1/models")
                .then()
                .statusCode(200)
                .body("models.name", contains("regression", "logit", "similarity-minilm", "broken"))
                .body("models[0].default", equalTo(true))
                .body("models[2].score_kind", equalTo("preference"))
                .body("models[0].max_length", equalTo(24))
                .body("models[0].tokenizer_sha256", equalTo("beef"));
        given().get("/cappy/v1/models/nope").then().statusCode(404).body("code", equalTo("UNKNOWN_MODEL"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            classify | {"items":[]}                                              | 400 | EMPTY_BATCH      | /items
            classify | {"items":                                                 | 400 | BAD_JSON         |
            classify | []                                                        | 400 | BAD_JSON         |
            classify | {}                                                        | 400 | MISSING_FIELD    | /items
            score    | {"items":[{"instruction":"q","response":7}]}              | 400 | INVALID_FIELD    | /items/0/response
            score    | {"items":[{"instruction":"q","response":"a\\u0000b"}]}    | 400 | INVALID_TEXT     | /items/0/response
            score    | {"items":[{"instruction":"q","response":"a"}],"typo":1}   | 400 | INVALID_FIELD    | /typo
            score    | {"items":[{"instruction":"q","response":"boom"}]}         | 424 | INFERENCE_FAILED |
            score    | {"items":[{"instruction":"q","response":"nan"}]}          | 424 | NON_FINITE_SCORE | /items/0/response
            score    | {"items":[{"instruction":"q","response":"late"}]}         | 504 | DEADLINE_EXCEEDED|
            score    | {"model":"nope","items":[{"instruction":"","response":""}]} | 404 | UNKNOWN_MODEL  |
            score    | {"model":"broken","items":[{"instruction":"","response":""}]} | 503 | MODEL_LOADING|
            best-of  | {"instruction":"q","candidates":[]}                       | 400 | EMPTY_BATCH      | /candidates
            best-of  | {"instruction":"q","policy":"best","candidates":["a"]}    | 400 | INVALID_FIELD    | /policy
            best-of  | {"instruction":"q"}                                       | 400 | INVALID_FIELD    | /candidates
            rouge    | {"references":["a"],"prediction":"a","mode":"x"}          | 400 | INVALID_FIELD    | /mode
            """)
    void saysWhatIsWrongWithARequest(String route, String body, int status, String code, String pointer) {
        ValidatableResponse answer = post(route, body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
        if (pointer != null) {
            answer.body("errors.pointer", hasItem(pointer));
        }
    }

    @Test
    void namesEveryTextThatIsTooLong() {
        String longText = "w ".repeat(40);
        post(
                        "score",
                        "{\"overflow\":\"error\",\"items\":[{\"instruction\":\"q\",\"response\":\"%s\"},{\"instruction\":\"q\",\"response\":\"a\"},{\"instruction\":\"%s\",\"response\":\"a\"}]}"
                                .formatted(longText, longText))
                .statusCode(422)
                .body("code", equalTo("TOO_LONG"))
                .body("errors.pointer", contains("/items/0/response", "/items/2/response"));
    }

    @Test
    void namesTextThatIsNoUnicode() {
        given().contentType("application/json")
                .body("{\"items\":[{\"instruction\":\"q\",\"response\":\"\\ud800\"}]}".getBytes(StandardCharsets.UTF_8))
                .post("/cappy/v1/score")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_TEXT"))
                .body("errors.pointer", contains("/items/0/response"));
        byte[] latin = "{\"query\":\"q\",\"texts\":[\"a\",\"caf\u00e9\"]}".getBytes(StandardCharsets.ISO_8859_1);
        given().contentType("application/json")
                .body(latin)
                .post("/rerank")
                .then()
                .statusCode(400)
                .body("error", containsString("/texts/1: invalid UTF-8"));
    }

    @Test
    void refusesBodiesAboveEightMebibytes() {
        String text = "a".repeat(8 << 20);

        post("score", "{\"items\":[{\"instruction\":\"\",\"response\":\"%s\"}]}".formatted(text))
                .statusCode(413);
    }

    private static CandidateSet candidates(Call call) {
        int n = call.slip().hops().get(0).parameters().path("n").asInt();
        return new CandidateSet(
                "q",
                "tiny",
                IntStream.range(0, n)
                        .mapToObj(i -> new Candidate(i, "text " + i, "stop", 2, -2.0 - i, -1.0 - i))
                        .toList(),
                null);
    }

    private static String bestOf(String more) {
        return """
                {"instruction":"q","candidates":[{"text":"0.10","log_likelihood_sum":-5,"log_likelihood_mean":-0.5},
                {"text":"0.2000","log_likelihood_sum":-3,"log_likelihood_mean":-0.6},
                {"text":"0.9","log_likelihood_sum":-6,"log_likelihood_mean":-3}],%s}"""
                .formatted(more);
    }

    private static ValidatableResponse post(String route, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/cappy/v1/" + route)
                .then();
    }
}
