package dev.majlis.foe.rest;

import static dev.majlis.foe.fake.FoeApi.classifier;
import static dev.majlis.foe.fake.FoeApi.dataset;
import static dev.majlis.foe.fake.FoeApi.ended;
import static dev.majlis.foe.fake.FoeApi.get;
import static dev.majlis.foe.fake.FoeApi.json;
import static dev.majlis.foe.fake.FoeApi.post;
import static dev.majlis.foe.fake.FoeApi.rows;
import static dev.majlis.foe.fake.FoeApi.succeeded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.fake.FoeApi;
import dev.majlis.foe.fake.WordExperts;
import dev.majlis.foe.fake.WordWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code word of the error table, and what a client must do to get it. */
@QuarkusTest
@TestProfile(WordWorld.class)
class BadInputIT {
    private static final String NO_FUSER = "bad-bare";
    private static final String WITH_FUSER = "bad-full";

    private static boolean made;

    @Inject
    WordExperts experts;

    @BeforeEach
    void pools() {
        if (made) {
            return;
        }
        made = true;
        for (int k = 0; k < 3; k++) {
            classifier("e" + k, 1);
        }
        FoeApi.pool(NO_FUSER, "e");
        FoeApi.pool(WITH_FUSER, "e");
        json(dataset(WITH_FUSER, "train", "fuser", rows(600, 11)), 201);
        succeeded(post("/pools/" + WITH_FUSER + "/outputs", "{\"dataset\":\"train\"}"));
        succeeded(post("/pools/" + WITH_FUSER + "/fusers", "{\"dataset\":\"train\",\"promote\":true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/experts | {oops | 400 | BAD_JSON",
                "/experts | [] | 400 | BAD_JSON",
                "/experts | {\"id\":\"x\"} | 400 | INVALID_FIELD",
                "/experts | {\"id\":\"a b\",\"kind\":\"scorer\"} | 400 | INVALID_FIELD",
                "/experts | {\"id\":\"x\",\"kind\":\"judge\"} | 400 | INVALID_FIELD",
                "/experts | {\"id\":\"x\",\"kind\":\"scorer\",\"endpoint\":{\"type\":\"mesh\",\"operation\":\"nodot\"}} | 400 | INVALID_FIELD",
                "/experts | {\"id\":\"x\",\"kind\":\"scorer\",\"endpoint\":{\"type\":\"fax\"}} | 400 | INVALID_FIELD",
                "/experts | {\"id\":\"x\",\"kind\":\"scorer\",\"endpoint\":{\"type\":\"mesh\",\"operation\":\"a.b\"},\"nonsense\":1} | 400 | INVALID_FIELD",
                "/experts | {\"id\":\"x\",\"kind\":\"scorer\",\"endpoint\":{\"type\":\"mesh\",\"operation\":\"a.b\"},\"cost\":{\"money\":-1}} | 422 | NEGATIVE_COST",
                "/experts | {\"id\":\"x\",\"kind\":\"classifier\",\"endpoint\":{\"type\":\"hosted\",\"model\":\"nobody\"}} | 404 | UNKNOWN_MODEL",
                "/experts | {\"id\":\"e0\",\"kind\":\"scorer\",\"endpoint\":{\"type\":\"mesh\",\"operation\":\"a.b\"}} | 409 | EXISTS",
                "/pools | {\"id\":\"x\",\"experts\":[]} | 413 | TOO_LARGE",
                "/pools | {\"id\":\"x\",\"experts\":[\"nobody\"]} | 404 | UNKNOWN_EXPERT",
                "/pools | {\"id\":\"x\",\"experts\":[\"e0\",\"e0\"]} | 400 | INVALID_FIELD",
                "/pools | {\"id\":\"x\",\"experts\":[\"e0\"],\"labels\":[\"z\"]} | 400 | LABEL_NOT_IN_POOL",
                "/pools | {\"id\":\"bad-bare\",\"experts\":[\"e0\"]} | 409 | EXISTS",
                "/pools | {\"id\":\"x\",\"experts\":[\"e0\"],\"default_policy\":\"single(nobody)\"} | 400 | INVALID_FIELD",
                "/pools/nobody/predict | {\"inputs\":[\"x\"]} | 404 | UNKNOWN_POOL",
                "/pools/bad-bare/predict | {\"inputs\":[\"x\"]} | 503 | NO_FUSER",
                "/pools/bad-full/predict | {\"inputs\":[]} | 400 | INVALID_FIELD",
                "/pools/bad-full/predict | {\"inputs\":[\"\"]} | 400 | INVALID_FIELD",
                "/pools/bad-full/predict | {\"inputs\":[\"x\"],\"policy\":\"oracle\"} | 400 | INVALID_FIELD",
                "/pools/bad-full/predict | {\"inputs\":[\"x\"],\"policy\":\"foe_full\",\"budget\":1} | 400 | INVALID_FIELD",
                "/pools/bad-full/predict | {\"inputs\":[\"x\"],\"budget\":0.001} | 422 | BUDGET_TOO_SMALL",
                "/pools/bad-full/predict | {\"inputs\":[\"x\"],\"budget\":-1} | 400 | INVALID_FIELD",
                "/pools/bad-full/predict | {\"inputs\":[\"x\"],\"ids\":[\"1\",\"2\"]} | 400 | INVALID_FIELD",
                "/pools/bad-full/labels | {\"labels\":[{\"id\":\"1\",\"label\":\"z\"}]} | 400 | LABEL_NOT_IN_POOL",
                "/pools/bad-full/labels | {\"labels\":[{\"id\":\"1\"}]} | 400 | INVALID_FIELD",
                "/pools/bad-full/outputs | {\"dataset\":\"nobody\"} | 404 | UNKNOWN_DATASET",
                "/pools/bad-full/outputs | {\"dataset\":\"train\",\"in_flight\":1000} | 400 | INVALID_FIELD",
                "/pools/bad-full/fusers | {\"dataset\":\"train\",\"model\":\"tree\"} | 400 | INVALID_FIELD",
                "/pools/bad-full/fusers/nobody/promote | {} | 404 | UNKNOWN_FUSER",
                "/pools/bad-full/fusers/rollback | {} | 409 | NO_EARLIER_FUSER",
                "/pools/bad-bare/evaluations | {\"dataset\":\"train\"} | 404 | UNKNOWN_DATASET",
                "/pools/bad-full/datasets?name=x&role=fuser | {\"rows\":[]} | 400 | EMPTY_DATASET",
                "/pools/bad-full/datasets?name=x&role=fuser | {\"rows\":[{\"input\":\"x\",\"label\":\"z\"}]} | 400 | LABEL_NOT_IN_POOL",
                "/pools/bad-full/datasets?name=x&role=king | {\"rows\":[]} | 400 | INVALID_FIELD",
                "/pools/bad-full/datasets?name=x | {\"topic\":\"majlis.foe-router.decisions.events.v1\"} | 400 | INVALID_FIELD",
                "/pools/bad-full/datasets?name=x | {\"topic\":\"nobody\"} | 404 | UNKNOWN_TOPIC"
            })
    void namesWhatIsWrong(String path, String body, int status, String code) {
        JsonNode problem = json(post(path, body), status);

        assertThat(problem.path("code").asText()).as(problem.toString()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "/experts/nobody, UNKNOWN_EXPERT",
        "/pools/nobody, UNKNOWN_POOL",
        "/jobs/nobody, UNKNOWN_JOB",
        "/decisions/nobody, UNKNOWN_DECISION",
        "/pools/bad-full/datasets/nobody, UNKNOWN_DATASET",
        "/pools/bad-full/fusers/nobody, UNKNOWN_FUSER",
        "/pools/bad-full/evaluations/nobody, UNKNOWN_EVALUATION"
    })
    void knowsWhatIsNotThere(String path, String code) {
        assertThat(json(get(path), 404).path("code").asText()).isEqualTo(code);
    }

    @Test
    void tellsRejectsByLineAndTakesTheRest() {
        String lines =
                """
                {"id":"1","input":"a d0 1","label":"a"}
                {"id":"2","input":"a d0 2","label":"z"}

                no json
                {"id":"3","input":"a d0 3","label":"a","outputs":{"e0":{"probabilities":[0.9,0.9,0.1]}}}
                {"id":"4","input":"a d0 4","label":"a","outputs":{"e0":{"probabilities":[1]}}}
                {"id":"1","input":"a d0 5","label":"a"}
                """;

        JsonNode first = json(dataset(NO_FUSER, "mixed", "fuser", lines), 201);
        JsonNode again =
                json(dataset(NO_FUSER, "mixed", "fuser", "{\"id\":\"1\",\"input\":\"a d0 1\",\"label\":\"a\"}"), 201);

        assertThat(first.path("rows").asInt()).isEqualTo(1);
        assertThat(first.path("rejects").findValuesAsText("code"))
                .containsExactly(
                        "LABEL_NOT_IN_POOL", "BAD_JSON", "PROBABILITIES_INVALID", "DIM_MISMATCH", "INVALID_FIELD");
        assertThat(first.path("rejects").findValuesAsText("line")).containsExactly("2", "4", "5", "6", "7");
        assertThat(again.path("rows").asInt()).isEqualTo(1);
        assertThat(again.path("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void readsCsv() {
        JsonNode added = json(
                given().contentType("text/csv")
                        .body("id,input,label,domain\n1,a d0 1,a,d0\n2,\"b, d1 2\",b,\n3,c d2 3,z,\n")
                        .post("/foe/v1/pools/" + NO_FUSER + "/datasets?name=table&role=test"),
                201);

        assertThat(added.path("accepted").asInt()).isEqualTo(2);
        assertThat(added.path("rejects").findValuesAsText("line")).containsExactly("4");
    }

    @Test
    void refusesRowsOnWhichExpertsWereTrained() {
        json(dataset(NO_FUSER, "trained", "expert_train", rows(10, 21)), 201);

        JsonNode refused = json(dataset(NO_FUSER, "leaky", "fuser", rows(10, 21)), 422);
        json(dataset(NO_FUSER, "clean", "fuser", rows(10, 22)), 201);
        JsonNode backwards = json(dataset(NO_FUSER, "more", "expert_train", rows(10, 22)), 422);

        assertThat(refused.path("code").asText()).isEqualTo("LEAKED_ROWS");
        assertThat(backwards.path("code").asText()).isEqualTo("LEAKED_ROWS");
    }

    @Test
    void refusesToTrainOnTooLittle() {
        json(dataset(NO_FUSER, "few", "fuser", rows(60, 31)), 201);
        json(
                dataset(NO_FUSER, "one", "fuser", rows(900, 32).replaceAll("\"label\":\"[abc]\"", "\"label\":\"a\"")),
                201);

        JsonNode missing = ended(post("/pools/" + NO_FUSER + "/fusers", "{\"dataset\":\"few\"}"));
        succeeded(post("/pools/" + NO_FUSER + "/outputs", "{\"dataset\":\"few\"}"));
        succeeded(post("/pools/" + NO_FUSER + "/outputs", "{\"dataset\":\"one\"}"));
        JsonNode few = ended(post("/pools/" + NO_FUSER + "/fusers", "{\"dataset\":\"few\"}"));
        JsonNode one = ended(post("/pools/" + NO_FUSER + "/fusers", "{\"dataset\":\"one\"}"));

        assertThat(missing.at("/error/code").asText()).isEqualTo("OUTPUTS_MISSING");
        assertThat(few.at("/error/code").asText()).isEqualTo("TOO_FEW_ROWS");
        assertThat(one.at("/error/code").asText()).isEqualTo("SINGLE_CLASS");
    }

    @Test
    void refusesTooManyInputsAndTooLargeBodies() {
        String many = "{\"inputs\":[" + "\"x\",".repeat(256) + "\"x\"]}";

        assertThat(json(post("/pools/bad-full/predict", many), 413).path("code").asText())
                .isEqualTo("TOO_LARGE");
        assertThat(json(post("/pools/bad-full/predict", "{\"inputs\":[\"" + "x".repeat(70_000) + "\"]}"), 413)
                        .path("code")
                        .asText())
                .isEqualTo("TOO_LARGE");
        json(dataset(NO_FUSER, "wide", "fuser", "{\"input\":\"" + "x ".repeat(60_000) + "\",\"label\":\"a\"}"), 201);
    }

    @Test
    void answersWithWhatIsThereWhenTimeIsUpOrSaysSo() {
        experts.delay(Duration.ofMillis(80));

        JsonNode best = json(
                post(
                        "/pools/bad-full/predict",
                        "{\"inputs\":[\"a d0 1\"],\"policy\":{\"name\":\"foe_frugal\",\"lambda\":0},\"deadline_ms\":60}"),
                200);
        experts.delay(Duration.ZERO);

        assertThat(best.at("/results/0/stop_reason").asText()).isEqualTo("DEADLINE");
        assertThat(best.at("/results/0/experts")).hasSize(1);
    }

    @Test
    void makesAThingOnceForEachKey() {
        String body = "{\"id\":\"keyed\",\"experts\":[\"e0\"]}";

        var first = given().contentType("application/json")
                .header("Idempotency-Key", "k1")
                .body(body)
                .post("/foe/v1/pools");
        var again = given().contentType("application/json")
                .header("Idempotency-Key", "k1")
                .body(body)
                .post("/foe/v1/pools");
        var other = given().contentType("application/json")
                .header("Idempotency-Key", "k1")
                .body("{\"id\":\"keyed2\",\"experts\":[\"e0\"]}")
                .post("/foe/v1/pools");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Location")).isEqualTo("/foe/v1/pools/keyed");
        assertThat(json(other, 422).path("code").asText()).isEqualTo("CONFLICT");
    }

    @Test
    void retiresAnExpertThatNoPoolHas() {
        classifier("lonely", 1);

        JsonNode used = json(given().delete("/foe/v1/experts/e0"), 409);
        JsonNode retired = json(given().delete("/foe/v1/experts/lonely"), 200);
        JsonNode refused = json(post("/pools", "{\"id\":\"x\",\"experts\":[\"lonely\"]}"), 404);

        assertThat(used.path("code").asText()).isEqualTo("IN_USE");
        assertThat(retired.path("retired").asBoolean()).isTrue();
        assertThat(refused.path("code").asText()).isEqualTo("UNKNOWN_EXPERT");
    }

    @Test
    void saysInItsOwnShapeWhatIsWrongWithTensors() {
        JsonNode failure = json(
                given().contentType("application/json")
                        .body(
                                "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"x\"]}]}")
                        .post("/v2/models/bad-full/infer"),
                400);

        assertThat(failure.path("error").asText()).contains("shape");
    }
}
