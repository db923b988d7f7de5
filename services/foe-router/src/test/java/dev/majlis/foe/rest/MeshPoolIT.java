package dev.majlis.foe.rest;

import static dev.majlis.foe.fake.FoeApi.classifier;
import static dev.majlis.foe.fake.FoeApi.dataset;
import static dev.majlis.foe.fake.FoeApi.ended;
import static dev.majlis.foe.fake.FoeApi.get;
import static dev.majlis.foe.fake.FoeApi.json;
import static dev.majlis.foe.fake.FoeApi.post;
import static dev.majlis.foe.fake.FoeApi.rows;
import static dev.majlis.foe.fake.FoeApi.succeeded;
import static dev.majlis.foe.fake.RecordedRows.moods;
import static dev.majlis.foe.fake.RecordedRows.prompts;
import static dev.majlis.foe.fake.RecordedRows.recorded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.foe.fake.DocumentExamples;
import dev.majlis.foe.fake.FoeApi;
import dev.majlis.foe.fake.MeshWorld;
import dev.majlis.foe.fake.RowTopic;
import dev.majlis.foe.fake.WordWorkers;
import dev.majlis.foe.host.SmallClassifiers;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.registry.ModelBlobs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools whose experts, rows, models and scores come over a real broker. */
@QuarkusTest
@TestProfile(MeshWorld.class)
class MeshPoolIT {
    private static final String TOPIC = "rows-of-a-client";
    private static final String POOL = "live";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Calls of the document that have examples, in an order in which they can be made. */
    private static final List<String> LIFE = List.of(
            "POST /foe/v1/experts",
            "PUT /foe/v1/experts/{id}",
            "POST /foe/v1/experts/{id}/probe",
            "POST /foe/v1/pools",
            "POST /foe/v1/pools/{pool}/datasets",
            "POST /foe/v1/pools/{pool}/outputs",
            "POST /foe/v1/pools/{pool}/fusers",
            "POST /foe/v1/pools/{pool}/predict",
            "POST /foe/v1/pools/{pool}/route",
            "POST /foe/v1/pools/{pool}/labels",
            "POST /foe/v1/pools/{pool}/evaluations",
            "POST /v2/models/{pool}/infer");

    @TempDir
    static Path folder;

    private static Mesh mesh;
    private static WordWorkers workers;
    private static JsonNode fromTopic;

    @BeforeEach
    void pool() throws Exception {
        if (mesh != null) {
            return;
        }
        String brokers = setting("majlis.mesh.bootstrap-servers");
        mesh = Mesh.connect(MeshSettings.of(brokers, "words"));
        workers = new WordWorkers(mesh);
        for (int k = 0; k < 3; k++) {
            classifier("l" + k, 1 + k);
            workers.serve("l" + k);
        }
        workers.serveScores();
        FoeApi.pool(POOL, "l");
        RowTopic.fill(brokers, TOPIC, recorded("l", rows(400, 1)));
        fromTopic = json(readTopic("train", 1_000), 201);
        succeeded(post("/pools/live/fusers", "{\"dataset\":\"train\",\"promote\":true}"));
    }

    @AfterAll
    static void stop() {
        workers.releaseAll();
        mesh.close();
    }

    @Test
    void readsRowsOfATopicAndTellsTheOffsetsOfBadOnes() {
        JsonNode again = json(readTopic("train", 1_000), 201);
        JsonNode some = json(readTopic("some", 10), 201);

        assertThat(fromTopic.path("accepted").asInt()).isEqualTo(400);
        assertThat(fromTopic.path("rejected").asInt()).isEqualTo(2);
        assertThat(fromTopic.path("rejects"))
                .extracting(reject -> "%s %s %s"
                        .formatted(
                                reject.path("partition"),
                                reject.path("offset"),
                                reject.path("code").asText()))
                .containsExactlyInAnyOrder("0 0 LABEL_NOT_IN_POOL", "1 2 BAD_JSON");
        assertThat(fromTopic.path("rejects").findValue("line")).isNull();
        assertThat(again.path("rows").asInt()).isEqualTo(400);
        assertThat(some.path("accepted").asInt() + some.path("rejected").asInt())
                .isEqualTo(10);
    }

    @Test
    void refusesRowsOnWhichAHostedModelWasTrained() {
        var blobs = ModelBlobs.in(Path.of(setting("majlis.mesh.blob-dir")));
        mesh.registry().publish(SmallClassifiers.version("places", "1", false, blobs, folder));
        String expert =
                "{\"id\":\"places\",\"kind\":\"classifier\",\"endpoint\":{\"type\":\"hosted\",\"model\":\"places\"}}";
        await().atMost(PATIENCE).until(() -> post("/experts", expert).statusCode() == 201);
        json(post("/pools", "{\"id\":\"trips\",\"experts\":[\"places\"]}"), 201);
        String unseen = place("fish in a pan", "sea") + "\n" + place("a kite", "sky");

        JsonNode refused = json(
                dataset(
                        "trips",
                        "train",
                        "fuser",
                        unseen + "\n" + place("a ship on waves 3", "sea") + "\n\n"
                                + place(" stars above wind 7 ", "sky")),
                422);
        int made = get("/pools/trips/datasets/train").statusCode();
        json(dataset("trips", "train", "fuser", unseen), 201);
        mesh.registry().publish(SmallClassifiers.trainedOn("places", "2", "a kite", "sky", blobs, folder));
        await().atMost(PATIENCE).until(() -> json(get("/experts/places"), 200)
                .path("version")
                .asText()
                .equals("2"));
        JsonNode late = ended(post("/pools/trips/fusers", "{\"dataset\":\"train\"}"));

        assertThat(refused.path("code").asText()).isEqualTo("LEAKED_ROWS");
        assertThat(refused.path("detail").asText()).contains("2 inputs").contains("line 3, line 5");
        assertThat(made).isEqualTo(404);
        assertThat(late.at("/error/code").asText()).as(late.toString()).isEqualTo("LEAKED_ROWS");
        assertThat(late.at("/error/detail").asText()).contains("row 1");
    }

    @Test
    void saysThatTimeIsUpWhenNobodyAnswersBefore() {
        for (int k = 0; k < 3; k++) {
            workers.hold("l" + k);
        }
        JsonNode full = json(
                post("/pools/live/predict", "{\"inputs\":[\"a d0 1\"],\"policy\":\"foe_full\",\"deadline_ms\":200}"),
                504);
        JsonNode frugal = json(post("/pools/live/predict", "{\"inputs\":[\"a d0 1\"],\"deadline_ms\":200}"), 504);
        JsonNode two = json(
                post(
                        "/pools/live/predict",
                        "{\"inputs\":[\"a d0 1\",\"b d1 2\"],\"ids\":[\"u\",\"v\"],\"deadline_ms\":200}"),
                200);
        workers.releaseAll();

        assertThat(full.path("code").asText()).isEqualTo("DEADLINE");
        assertThat(frugal.path("code").asText()).isEqualTo("DEADLINE");
        assertThat(two.at("/results/0/id").asText()).isEqualTo("u");
        assertThat(two.path("results"))
                .extracting(result -> result.at("/error/code").asText())
                .containsExactly("DEADLINE", "DEADLINE");
    }

    @Test
    void answersDegradedWhenSomeAreTooLate() {
        workers.hold("l1");
        JsonNode answer = json(
                post("/pools/live/predict", "{\"inputs\":[\"c d2 5\"],\"policy\":\"foe_full\",\"deadline_ms\":2000}"),
                200);
        workers.releaseAll();
        JsonNode whole = json(post("/pools/live/predict", "{\"inputs\":[\"c d2 5\"],\"policy\":\"foe_full\"}"), 200);

        assertThat(answer.at("/results/0/degraded").asBoolean()).isTrue();
        assertThat(answer.at("/results/0/label").asText()).isEqualTo("c");
        assertThat(answer.at("/results/0/experts").findValuesAsText("error")).containsExactly("TIMEOUT");
        assertThat(answer.at("/results/0/experts/1/error").asText()).isEqualTo("TIMEOUT");
        assertThat(whole.at("/results/0/degraded").asBoolean()).isFalse();
    }

    @Test
    void answersEveryExampleOfTheCommittedDocument() {
        assertThat(Path.of("..", "..", "docs", "openapi", "foe-router.yaml"))
                .as("copy /q/openapi of the running service there")
                .hasContent(given().get("/q/openapi").asString());
        Map<String, String> examples =
                DocumentExamples.of(json(given().queryParam("format", "json").get("/q/openapi"), 200));
        List<String> moods = List.of("bad", "good");
        workers.serve(new Operation("news-classifier", "classify"), "e0", moods);
        json(post("/experts", examples.get("POST /foe/v1/experts").replace("\"news\"", "\"reviews\"")), 201);

        for (String step : LIFE) {
            if (step.endsWith("/outputs")) {
                json(dataset("mood", "train", "fuser", moods(300, 'A')), 201);
                json(dataset("mood", "test", "test", moods(60, 'B')), 201);
            }
            String[] call = step.split(" ", 2);
            String path = call[1].replace("{pool}", "mood").replace("{id}", "news");
            Response answer = given().contentType("application/json")
                    .body(examples.get(step))
                    .request(call[0], path);
            assertThat(answer.statusCode()).as(step + answer.asString()).isBetween(200, 202);
            if (answer.statusCode() == 202) {
                succeeded(answer);
            }
        }

        assertThat(examples.keySet()).containsExactlyInAnyOrderElementsOf(LIFE);
    }

    @Test
    void learnsFromTheScorerWhoseTextIsBest() {
        for (int k = 0; k < 3; k++) {
            json(
                    post(
                            "/experts",
                            """
                            {"id":"g%d","kind":"generator",
                             "endpoint":{"type":"mesh_chat","operation":"writer.chat","terms":{"model":"m"}}}"""
                                    .formatted(k)),
                    201);
        }
        FoeApi.pool("writers", "g");
        json(dataset("writers", "train", "fuser", prompts(45)), 201);
        succeeded(post("/pools/writers/outputs", "{\"dataset\":\"train\"}"));
        String order = "{\"dataset\":\"train\",\"kappa\":4,\"quality\":\"cappy\",\"promote\":true}";

        workers.scorerIsAway(true);
        JsonNode away = ended(post("/pools/writers/fusers", order));
        workers.scorerIsAway(false);
        JsonNode trained = succeeded(post("/pools/writers/fusers", order));
        succeeded(post("/pools/writers/fusers", order));
        JsonNode routed = json(
                post(
                        "/pools/writers/route",
                        "{\"inputs\":[\"say d0 d0 d0 d0 now\",\"say d2 d2 d2 d2 now\"],\"policy\":\"route_by_prompt\"}"),
                200);

        assertThat(away.at("/error/code").asText()).isEqualTo("SCORER_FAILED");
        assertThat(trained.path("left_out").asInt()).isZero();
        assertThat(workers.scored()).as("what was scored is kept").isEqualTo(135);
        assertThat(routed.path("results").findValuesAsText("expert")).containsExactly("g0", "g2");
    }

    private static Response readTopic(String name, int most) {
        return post(
                "/pools/live/datasets",
                "{\"name\":\"%s\",\"role\":\"fuser\",\"topic\":\"%s\",\"most\":%d}".formatted(name, TOPIC, most));
    }

    private static String place(String input, String label) {
        return "{\"input\":\"%s\",\"label\":\"%s\",\"outputs\":{\"places\":{\"probabilities\":[0.5,0.5]}}}"
                .formatted(input, label);
    }

    private static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }
}
