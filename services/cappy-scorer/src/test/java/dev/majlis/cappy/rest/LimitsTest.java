package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.majlis.cappy.fake.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code of the limits and errors of cappy.md §7 by a request that earns it. */
@QuarkusTest
@TestProfile(FakeWorld.class)
class LimitsTest {
    private static final String PAIR = "{\"instruction\":\"q\",\"response\":\"%s\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            score    | {"items":[]}                                                                     | 400 | EMPTY_BATCH
            score    | {"items":[                                                                       | 400 | BAD_JSON
            score    | {"items":[{"response":"a"}]}                                                     | 400 | MISSING_FIELD
            classify | {"items":[{"instruction":"q","choices":["x","x"]}]}                              | 400 | DUPLICATE_CHOICE
            score    | {"overflow":"error","items":[{"instruction":"q","response":"LONG"}]}             | 422 | TOO_LONG
            score    | {"model":"nope","items":[{"instruction":"q","response":"a"}]}                    | 404 | UNKNOWN_MODEL
            score    | {"items":[{"instruction":"q","response":"boom"}]}                                | 424 | INFERENCE_FAILED
            score    | {"items":[{"instruction":"q","response":"nan"}]}                                 | 424 | NON_FINITE_SCORE
            score    | {"items":[{"instruction":"q","response":"late"}]}                                | 504 | DEADLINE_EXCEEDED
            """)
    void everyCodeComesWithItsStatus(String route, String body, int status, String code) {
        post(route, body.replace("LONG", "w ".repeat(40)))
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("detail", notNullValue());
    }

    @Test
    void lengthsThatDoNotMatchAreNamedInTheShapeOfTheirApi() {
        given().contentType("application/json")
                .body("{\"queries\":[\"a\",\"b\"],\"documents\":[\"a\",\"b\",\"c\"]}")
                .post("/score")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("LENGTH_MISMATCH"));
    }

    @Test
    void duplicatesAreOnlyWarnedOfWhereTheyDoNoHarm() {
        post("best-of", "{\"instruction\":\"q\",\"policy\":\"cappy\",\"candidates\":[\"x\",\"x\"]}")
                .statusCode(200)
                .body("warnings", hasSize(1))
                .body("warnings[0]", containsString("DUPLICATE_CANDIDATE"));
        post("score", items("x", "x")).statusCode(200).body("items", hasSize(2));
    }

    @Test
    void moreCandidatesThanTheLimitAreTooMany() {
        post("score", items(IntStream.range(0, 33).mapToObj(Integer::toString).toArray(String[]::new)))
                .statusCode(413)
                .body("code", equalTo("TOO_MANY_CANDIDATES"))
                .body("detail", containsString("33 candidates, the limit is 32"));
        post(
                        "classify",
                        "{\"items\":[%s]}"
                                .formatted(IntStream.range(0, 17)
                                        .mapToObj(i -> "{\"instruction\":\"q\",\"choices\":[\"a\",\"b\"]}")
                                        .collect(Collectors.joining(","))))
                .statusCode(413)
                .body("code", equalTo("TOO_MANY_CANDIDATES"));
    }

    @Test
    void aBodyAboveEightMebibytesIsTooLarge() {
        post("score", items("a".repeat(8 << 20)))
                .statusCode(413)
                .body("type", equalTo("urn:majlis:problem:payload-too-large"))
                .body("code", equalTo("PAYLOAD_TOO_LARGE"))
                .body("detail", containsString("8388608"));
    }

    @Test
    void aModelThatIsNotThereYetSaysWhenToComeBack() {
        post("score", "{\"model\":\"broken\",\"items\":[{\"instruction\":\"q\",\"response\":\"a\"}]}")
                .statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body("code", equalTo("MODEL_LOADING"));
    }

    @Test
    void aFullQueueOfTheModelSaysWhenToComeBack() {
        post("score", items("full"))
                .statusCode(429)
                .header("Retry-After", equalTo("1"))
                .body("code", equalTo("OVERLOADED"));
    }

    @Test
    void moreRequestsAtOnceThanTheLimitAreSentAwayAtOnce() {
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        var threads = Executors.newFixedThreadPool(70);
        try {
            // each of these takes a place until its deadline, which leaves time to begin them all
            for (int i = 0; i < 70; i++) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> given().contentType("application/json")
                                .header("X-Request-Timeout-Ms", "5000")
                                .body(items("late"))
                                .post("/cappy/v1/score"),
                        threads));
            }
            List<Response> all = answers.stream().map(CompletableFuture::join).toList();

            assertThat(all).extracting(Response::statusCode).containsOnly(429, 504);
            assertThat(all)
                    .filteredOn(answer -> answer.statusCode() == 429)
                    .hasSizeBetween(1, 6)
                    .allSatisfy(answer -> {
                        assertThat(answer.header("Retry-After")).isEqualTo("1");
                        assertThat(answer.jsonPath().getString("code")).isEqualTo("OVERLOADED");
                    });
        } finally {
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            score    | {"items":[{"instruction":"q","response":"%s"}]}                 | items[0].score
            classify | {"items":[{"instruction":"q","choices":["0.125","%s"]}]}        | items[0].margin
            best-of  | {"instruction":"q","policy":"cappy","candidates":["0.125","%s"]}| scores[1]
            """)
    void aKeyIsForOneBodyOnly(String route, String body, String value) {
        String key = "limits-" + route;
        Object first = keyed(key, route, body.formatted("0.5"))
                .statusCode(200)
                .extract()
                .path(value);

        keyed(key, route, body.formatted("0.5")).statusCode(200).body(value, equalTo(first));
        keyed(key, route, body.formatted("0.75")).statusCode(409).body("code", equalTo("CONFLICT"));
        given().header("X-Majlis-Tenant", "another")
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body.formatted("0.75"))
                .post("/cappy/v1/" + route)
                .then()
                .statusCode(200);
    }

    @Test
    void aKeyHasAtMost255Characters() {
        keyed("k".repeat(256), "score", items("a")).statusCode(400).body("code", equalTo("INVALID_FIELD"));
    }

    @Test
    void textThatIsNoUnicodeIsNamedByPlaceAndIndex() {
        post("score", "{\"items\":[%s,%s]}".formatted(PAIR.formatted("a"), PAIR.formatted("a\\udc00")))
                .statusCode(400)
                .body("code", equalTo("INVALID_TEXT"))
                .body("errors.pointer", contains("/items/1/response"))
                .body("detail", containsString("/items/1/response: lone surrogate"));
        post("score", items("ab\\u0000")).body("detail", containsString("/items/0/response: NUL at character 2"));
        byte[] broken = "{\"items\":[{\"instruction\":\"q\",\"response\":\"?\"}]}".getBytes(UTF_8);
        broken[broken.length - 5] = (byte) 0xFF;
        given().contentType("application/json")
                .body(broken)
                .post("/cappy/v1/score")
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_TEXT"))
                .body("detail", containsString("/items/0/response: invalid UTF-8"));
    }

    @Test
    void everyCandidateTellsHowMuchOfItWasCutOff() {
        String longText = "w ".repeat(40).trim();

        post("score", items("a", longText)).body("items.truncated_tokens", contains(0, 21));
        post("classify", "{\"items\":[{\"instruction\":\"q\",\"choices\":[\"a\",\"%s\"]}]}".formatted(longText))
                .body("items[0].truncated_tokens", contains(0, 21));
        post(
                        "best-of",
                        "{\"instruction\":\"q\",\"policy\":\"cappy\",\"candidates\":[\"a\",\"%s\"]}"
                                .formatted(longText))
                .body("truncated_tokens", contains(0, 21));
    }

    @Test
    void onePartOfABatchMayFailAndOnlyThen() {
        String items = "\"items\":[%s,%s,{\"id\":\"c\",\"response\":\"x\"}]"
                .formatted(PAIR.formatted("0.5"), PAIR.formatted("nan"));

        post("score", "{%s}".formatted(items)).statusCode(400).body("errors.pointer", contains("/items/2/instruction"));
        post("score", "{\"partial\":true,%s}".formatted(items))
                .statusCode(200)
                .body("items[0].score", equalTo(0.5f))
                .body("items[0].error", nullValue())
                .body("items[1].error.code", equalTo("NON_FINITE_SCORE"))
                .body("items[2].id", equalTo("c"))
                .body("items[2].error.code", equalTo("MISSING_FIELD"));
    }

    private static String items(String... responses) {
        return "{\"items\":[%s]}"
                .formatted(List.of(responses).stream().map(PAIR::formatted).collect(Collectors.joining(",")));
    }

    private static ValidatableResponse keyed(String key, String route, String body) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/cappy/v1/" + route)
                .then();
    }

    private static ValidatableResponse post(String route, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/cappy/v1/" + route)
                .then();
    }
}
