package dev.majlis.cappy.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.fake.FakeTrainer;
import dev.majlis.cappy.fake.FakeWorld;
import dev.majlis.cappy.fake.OfflineMesh;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The face of adaptations; the trainer behind it is a script, its real self is in the tests of the trainer. */
@QuarkusTest
@TestProfile(FakeWorld.class)
class AdaptationRoutesTest {
    private static final String JOBS = "/trainer/v1/jobs";
    private static final String ROW = "{\"instruction\":\"q\",\"choices\":[\"a\",\"b\"],\"label\":0}";

    @Inject
    OfflineMesh mesh;

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/cappy/v1/adaptations" + path)
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().get("/cappy/v1/adaptations" + path).then();
    }

    private FakeTrainer trainer(Map<String, String> answers) {
        var trainer = new FakeTrainer(answers);
        mesh.answer(trainer);
        return trainer;
    }

    @Test
    void makesATrainingJobOfARequest() {
        FakeTrainer trainer = trainer(Map.of("POST " + JOBS, FakeTrainer.job("QUEUED", "")));

        given().contentType("application/json")
                .header("Idempotency-Key", "once")
                .header("X-Majlis-Tenant", "somebody")
                .body(
                        """
                        {"base_model":"tiny","rows":[%s],"train_size":640,"schedule":"official","holdout":0.3,"rouge_mode":"unicode","seed":7,
                         "training":{"learning_rate":0.001,"batch_size":128},
                         "generator":{"service":"jais-chat","decodings":{"topp0.95":4},"max_new_tokens":32}}"""
                                .formatted(ROW))
                .post("/cappy/v1/adaptations")
                .then()
                .statusCode(202)
                .header("Location", equalTo("/cappy/v1/adaptations/a1"))
                .body("state", equalTo("QUEUED"))
                .body("base_model", equalTo("tiny@0"))
                .body("parameters.train_size", equalTo(640))
                .body("links.promote", equalTo("/cappy/v1/adaptations/a1/promote"));

        JsonNode job = trainer.bodies().get(0);
        assertThat(job.get("task").asText()).isEqualTo("cappy-adapt");
        assertThat(job.get("model").asText()).isEqualTo("tiny");
        assertThat(job.get("data")).hasSize(1);
        assertThat(job.get("seed").asInt()).isEqualTo(7);
        assertThat(job.get("parameters").toString())
                .contains(
                        "\"trainSize\":640",
                        "\"schedule\":\"official\"",
                        "\"holdout\":0.3",
                        "\"rougeMode\":\"unicode\"",
                        "\"learningRate\":0.001",
                        "\"batchSize\":128",
                        "\"generator\":{\"service\":\"jais-chat\",\"decodings\":{\"topp0.95\":4},\"maxNewTokens\":32}");
        assertThat(trainer.calls().get(0).headers()).containsKey("idempotency-key");
        assertThat(mesh.calls().get(0).tenant()).isEqualTo("somebody");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            file:a.jsonl           | {"file":"a.jsonl"}
            https://a.example/a.gz | {"url":"https://a.example/a.gz"}
            """)
    void namesAFileOrAnAddress(String uri, String data) {
        FakeTrainer trainer = trainer(Map.of("POST " + JOBS, FakeTrainer.job("QUEUED", "")));

        post("", "{\"base_model\":\"tiny\",\"dataset_uri\":\"%s\"}".formatted(uri))
                .statusCode(202);

        assertThat(trainer.bodies().get(0).get("data")).hasToString(data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            QUEUED    |                                                       | QUEUED
            RUNNING   |                                                       | LABELLING
            RUNNING   | ,"phase":{"name":"GENERATING","done":3,"total":9}     | GENERATING
            RUNNING   | ,"phase":{"name":"TRAINING","done":0,"total":0}       | TRAINING
            CANCELLED | ,"phase":{"name":"TRAINING","done":0,"total":0}       | CANCELLED
            FAILED    | ,"error":{"code":"NO_CANDIDATES"}                     | FAILED
            EXPIRED   |                                                       | FAILED
            """)
    void tellsTheStateOfTheJob(String state, String more, String ours) {
        trainer(Map.of("GET " + JOBS + "/a1", FakeTrainer.job(state, more == null ? "" : more)));

        get("/a1").statusCode(200).body("state", equalTo(ours)).body("report", nullValue());
    }

    @Test
    void showsTheProofOfOneThatIsDone() {
        trainer(
                Map.of(
                        "GET " + JOBS + "/a1",
                        FakeTrainer.job("SUCCEEDED", ""),
                        "GET " + JOBS + "/a1/result",
                        """
                {"result":{"report":{"measure":"rouge-l","heldOutItems":20,"gainOverBefore":{"mean":0.1,"low":0.05},"promotable":true}}}"""));

        get("/a1")
                .statusCode(200)
                .body("state", equalTo("DONE"))
                .body("promotable", equalTo(true))
                .body("report.held_out_items", equalTo(20))
                .body("report.gain_over_before.low", equalTo(0.05f));
    }

    @Test
    void promotesAndTakesBack() {
        FakeTrainer trainer = trainer(Map.of(
                "GET " + JOBS + "/a1",
                FakeTrainer.job("SUCCEEDED", ",\"published\":\"reviews@a1\""),
                "POST " + JOBS + "/a1/publish",
                FakeTrainer.version("reviews", "a1"),
                "GET /trainer/v1/models",
                "{\"models\":[" + FakeTrainer.version("reviews", "a1") + "]}",
                "POST /trainer/v1/models/reviews/rollback",
                FakeTrainer.version("reviews", "a0")));

        post("/a1/promote", "{\"model\":\"reviews\"}")
                .statusCode(200)
                .body("model", equalTo("reviews"))
                .body("version", equalTo("a1"))
                .body("previous", equalTo("a0"));
        assertThat(trainer.bodies().get(0)).hasToString("{\"model\":\"reviews\"}");
        post("/a1/rollback", "").statusCode(200).body("version", equalTo("a0"));
    }

    @Test
    void whatIsNotProvenIsNotPromotedAndWhatIsNotCurrentIsNotTakenBack() {
        trainer(Map.of(
                "GET " + JOBS + "/a1",
                FakeTrainer.job("SUCCEEDED", ",\"published\":\"reviews@a1\""),
                "POST " + JOBS + "/a1/publish",
                "!409 NOT_PROVEN the gain is not proven",
                "GET /trainer/v1/models",
                "{\"models\":[" + FakeTrainer.version("reviews", "a2") + "]}"));

        post("/a1/promote", "{}")
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_PROVEN"))
                .body("detail", equalTo("the gain is not proven"));
        post("/a1/promote", "{\"force\":true}").statusCode(400).body("errors.pointer", hasItem("/force"));
        post("/a1/rollback", "{}").statusCode(409).body("code", equalTo("NOT_CURRENT"));
    }

    @Test
    void cancels() {
        trainer(Map.of(
                "GET " + JOBS + "/a1",
                FakeTrainer.job("RUNNING", ""),
                "DELETE " + JOBS + "/a1",
                FakeTrainer.job("CANCELLED", "")));

        post("/a1/cancel", "").statusCode(200).body("state", equalTo("CANCELLED"));
    }

    @Test
    void saysWhatToDoWhenNoTrainerAnswers() {
        mesh.answer(call -> {
            throw new MeshException(ProblemSlug.DEADLINE_EXCEEDED, "nobody answered");
        });

        get("/a1")
                .statusCode(503)
                .header("Retry-After", equalTo("5"))
                .contentType("application/problem+json")
                .body("code", equalTo("TRAINER_ABSENT"))
                .body("detail", containsString("./majlis up --all"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                                                     | MISSING_FIELD | /base_model
            {"base_model":"tiny"}                                  | INVALID_FIELD | /rows
            {"base_model":"tiny","rows":[]}                        | EMPTY_BATCH   | /rows
            {"base_model":"tiny","rows":7}                         | INVALID_FIELD | /rows
            {"base_model":"tiny","rows":[1],"dataset_uri":"file:"} | INVALID_FIELD | /rows
            {"base_model":"tiny","rows":[1],"training":3}          | INVALID_FIELD | /training
            {"base_model":"tiny","rows":[1],"trainSize":3}         | INVALID_FIELD | /trainSize
            """)
    void refusesWhatIsNoRequest(String body, String code, String pointer) {
        post("", body).statusCode(400).body("code", equalTo(code)).body("errors.pointer", hasItem(pointer));
    }

    @Test
    void passesTheComplaintsOfTheTrainerOnInItsOwnWords() {
        trainer(Map.of("POST " + JOBS, "!400 X /parameters/learningRate: expected a number"));
        post("", "{\"base_model\":\"tiny\",\"rows\":[1]}")
                .statusCode(400)
                .body("detail", equalTo("/training/learning_rate: expected a number"));
        trainer(Map.of("POST " + JOBS, "!422 BAD_ROW /data: line 3: label is missing"));
        post("", "{\"base_model\":\"tiny\",\"rows\":[1]}")
                .statusCode(422)
                .body("code", equalTo("BAD_ROW"))
                .body("detail", equalTo("/rows: line 3: label is missing"));
    }

    @Test
    void knowsNoOtherJobs() {
        trainer(Map.of("GET " + JOBS + "/a1", FakeTrainer.job("RUNNING", "").replace("cappy-adapt", "scorer")));

        get("/a1").statusCode(404).body("code", equalTo("UNKNOWN_ADAPTATION"));
        get("/nothing").statusCode(404).body("code", equalTo("UNKNOWN_ADAPTATION"));
        get("/a%20b").statusCode(404).body("code", equalTo("UNKNOWN_ADAPTATION"));
    }
}
