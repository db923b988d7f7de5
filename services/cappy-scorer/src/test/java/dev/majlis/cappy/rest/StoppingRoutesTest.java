package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.fake.FakeWorld;
import dev.majlis.cappy.fake.OfflineMesh;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.council.Candidate;
import dev.majlis.mesh.council.CandidateSet;
import dev.majlis.mesh.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hamcrest.CustomTypeSafeMatcher;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stopping, calibration, abstaining and head-room over HTTP. */
@QuarkusTest
@TestProfile(FakeWorld.class)
class StoppingRoutesTest {
    @Inject
    OfflineMesh mesh;

    @AfterEach
    void forget() {
        given().delete("/cappy/v1/models/logit/calibration").then().statusCode(204);
    }

    @Test
    void looksAtNoMoreCandidatesThanPay() {
        post(
                        "best-of",
                        "{\"instruction\":\"q\",\"policy\":\"cappy\",\"candidates\":[\"0.1\",\"0.9\",\"0.89\",\"0.2\",\"5\"],\"stop\":{\"min_n\":2,\"min_gain\":0.01}}")
                .statusCode(200)
                .body("stop_reason", equalTo("gain"))
                .body("sampled", equalTo(3))
                .body("scores", hasSize(3))
                .body("chosen", equalTo(1))
                .body("expected_gain", closeTo(0.01 / 3));
    }

    @Test
    void drawsOneCandidateAfterTheOtherWithTheSeedsOfTheWhole() {
        mesh.answer(StoppingRoutesTest::seeded);

        post(
                        "best-of",
                        """
                        {"instruction":"q","seed":10,"policy":"cappy","stop":{"min_n":2,"max_n":5},
                        "generator":{"service":"jais-chat","decodings":{"sampling":3,"topk40":3}}}""")
                .statusCode(200)
                .body("stop_reason", equalTo("max_n"))
                .body("sampled", equalTo(5))
                .body("candidates", equalTo(List.of("0.10", "0.11", "0.12", "0.13", "0.14")))
                .body("chosen", equalTo(4));

        assertThat(mesh.calls().stream().map(call -> asked(call).path("seed").asInt() + "×" + n(call)))
                .containsExactly("10×2", "12×1", "13×1", "14×1");
        assertThat(asked(mesh.calls().get(2)).path("top_k").asInt()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "policy":"random","stop":{}                   | /stop
            "policy":"cappy","stop":{"max_n":4}           | /stop/max_n
            "policy":"cappy","stop":{"typo":4}            | /stop/typo
            "policy":"cappy","stop":3                     |
            """)
    void saysWhatIsWrongWithAStop(String fields, String pointer) {
        ValidatableResponse answer = post(
                        "best-of", "{\"instruction\":\"q\",\"candidates\":[\"1\",\"2\",\"3\"],%s}".formatted(fields))
                .statusCode(400)
                .body("detail", containsString("/stop"));
        if (pointer != null) {
            answer.body("errors.pointer", hasItem(pointer));
        }
    }

    @Test
    void tellsTheHeadRoomOfEachTenantAlone() {
        String body =
                "{\"instruction\":\"q\",\"policy\":\"first\",\"candidates\":[\"a dog\",\"the cat\"],\"references\":[\"the cat\"]}";
        for (int i = 0; i < 2; i++) {
            given().contentType("application/json")
                    .header("X-Majlis-Tenant", "measured")
                    .body(body)
                    .post("/cappy/v1/best-of")
                    .then()
                    .statusCode(200)
                    .body("head_room.oracle", equalTo(1f))
                    .body("head_room.head_room", equalTo(1f));
        }

        given().header("X-Majlis-Tenant", "measured")
                .get("/cappy/v1/head-room")
                .then()
                .statusCode(200)
                .body("choices", equalTo(2))
                .body("chosen", equalTo(0f))
                .body("oracle", equalTo(1f));
        given().header("X-Majlis-Tenant", "stranger")
                .get("/cappy/v1/head-room")
                .then()
                .body("choices", equalTo(0))
                .body("head_room", equalTo(0f));
    }

    @Test
    void aCalibrationIsProvenKeptToldAndForgotten() {
        calibrate("logit", labelled(400))
                .statusCode(200)
                .body("method", equalTo("isotonic"))
                .body("fitted_on", equalTo(200))
                .body("measured_on", equalTo(200));
        given().get("/cappy/v1/models/logit").then().body("calibration.fitted_on", equalTo(200));
        given().get("/cappy/v1/models/regression").then().body("calibration", nullValue());

        post(
                        "score",
                        "{\"model\":\"logit\",\"items\":[{\"instruction\":\"q\",\"response\":\"-3\"},{\"instruction\":\"q\",\"response\":\"3\"}]}")
                .body("items[0].score", equalTo(-3f))
                .body("items[0].p_correct", closeTo(0))
                .body("items[1].p_correct", closeTo(1));
        post("best-of", "{\"instruction\":\"q\",\"policy\":\"cappy\",\"model\":\"logit\",\"candidates\":[\"3\"]}")
                .body("p_correct", closeTo(1));

        given().delete("/cappy/v1/models/logit/calibration").then().statusCode(204);
        given().get("/cappy/v1/models/logit").then().body("calibration", nullValue());
    }

    @Test
    void abstainsBelowTheProbabilityThatIsAskedFor() {
        calibrate("logit", labelled(400)).statusCode(200);

        post(
                        "classify",
                        """
                        {"model":"logit","abstain_below":0.6,"items":[{"instruction":"q","choices":["-3","-2.5"]},
                        {"instruction":"q","choices":["3","-2"]}]}""")
                .statusCode(200)
                .body("items[0].abstained", equalTo(true))
                .body("items[0].choice", nullValue())
                .body("items[0].choice_index", nullValue())
                .body("items[0].scores", hasSize(2))
                .body("items[0].p_correct", closeTo(0))
                .body("items[1].abstained", equalTo(false))
                .body("items[1].choice", equalTo("3"));
        post("classify", "{\"model\":\"logit\",\"items\":[{\"instruction\":\"q\",\"choices\":[\"3\",\"2\"]}]}")
                .body("items[0].abstained", nullValue())
                .body("items[0].choice_index", equalTo(0));
    }

    @Test
    void bestOfAbstainsTooAndAsksBeforeItDraws() {
        calibrate("logit", labelled(400)).statusCode(200);
        String asked =
                "{\"instruction\":\"q\",\"policy\":\"%s\",\"model\":\"%s\",\"abstain_below\":0.6,\"candidates\":[\"-3\",\"%s\"]}";

        post("best-of", asked.formatted("cappy", "logit", "-2"))
                .statusCode(200)
                .body("abstained", equalTo(true))
                .body("chosen", nullValue())
                .body("text", nullValue())
                .body("scores", hasSize(2))
                .body("p_correct", closeTo(0));
        post("best-of", asked.formatted("cappy", "logit", "2"))
                .body("abstained", equalTo(false))
                .body("chosen", equalTo(1))
                .body("text", equalTo("2"));
        post("best-of", asked.formatted("cappy", "regression", "2"))
                .statusCode(422)
                .body("code", equalTo("NOT_CALIBRATED"))
                .body("detail", containsString("scorer 'regression'"));
        post("best-of", asked.formatted("longest", "logit", "2"))
                .statusCode(422)
                .body("detail", containsString("policy longest"));
    }

    @Test
    void refusesWhatCannotBeCalibrated() {
        post("classify", "{\"abstain_below\":0.5,\"items\":[{\"instruction\":\"q\",\"choices\":[\"1\",\"2\"]}]}")
                .statusCode(422)
                .body("code", equalTo("NOT_CALIBRATED"))
                .body("errors.pointer", hasItem("/abstain_below"));
        post("classify", "{\"abstain_below\":2,\"items\":[{\"instruction\":\"q\",\"choices\":[\"1\",\"2\"]}]}")
                .statusCode(400)
                .body("errors.pointer", hasItem("/abstain_below"));
        calibrate("logit", labelled(99)).statusCode(422).body("code", equalTo("TOO_FEW_LABELS"));
        calibrate("logit", "{\"items\":[{\"instruction\":\"q\",\"response\":\"a\"}]}")
                .statusCode(400)
                .body("errors.pointer", hasItem("/items/0/correct"));
        calibrate("logit", labelled(100).replace("true", "false"))
                .statusCode(422)
                .body("code", equalTo("CONSTANT_LABELS"));
        calibrate("nope", labelled(100)).statusCode(404);
    }

    @Test
    void aCalibrationThatDoesNotHelpIsNotKept() {
        String perfect = IntStream.range(0, 200)
                .mapToObj(
                        i -> "{\"instruction\":\"q\",\"response\":\"%d\",\"correct\":%b}".formatted(i % 2, i % 2 == 1))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));

        calibrate("logit", perfect).statusCode(422).body("code", equalTo("NOT_BETTER"));
        given().get("/cappy/v1/models/logit").then().body("calibration", nullValue());
    }

    /** Scores from −3 to 3, right where above 0. */
    private static String labelled(int items) {
        return IntStream.range(0, items)
                .mapToObj(i -> {
                    double score = -3 + 6.0 * i / (items - 1);
                    return "{\"instruction\":\"q\",\"response\":\"%s\",\"correct\":%b}"
                            .formatted(String.format(Locale.ROOT, "%.4f", score), score > 0);
                })
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private static Matcher<Float> closeTo(double value) {
        return new CustomTypeSafeMatcher<>("close to " + value) {
            @Override
            protected boolean matchesSafely(Float item) {
                return Math.abs(item - value) < 1e-4;
            }
        };
    }

    private static CandidateSet seeded(Call call) {
        int seed = asked(call).path("seed").asInt();
        return new CandidateSet(
                "q",
                "tiny",
                IntStream.range(0, n(call))
                        .mapToObj(i -> new Candidate(i, "0." + (seed + i), "stop", 2, -2.0, -1.0))
                        .toList(),
                null);
    }

    private static JsonNode asked(Call call) {
        return Json.mapper().valueToTree(call.body());
    }

    private static int n(Call call) {
        return call.slip().hops().get(0).parameters().path("n").asInt();
    }

    private static ValidatableResponse calibrate(String model, String body) {
        return post("models/" + model + "/calibration", body);
    }

    private static ValidatableResponse post(String route, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/cappy/v1/" + route)
                .then();
    }
}
