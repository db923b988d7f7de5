package dev.majlis.foe.rest;

import static dev.majlis.foe.fake.FoeApi.classifier;
import static dev.majlis.foe.fake.FoeApi.dataset;
import static dev.majlis.foe.fake.FoeApi.get;
import static dev.majlis.foe.fake.FoeApi.json;
import static dev.majlis.foe.fake.FoeApi.post;
import static dev.majlis.foe.fake.FoeApi.rows;
import static dev.majlis.foe.fake.FoeApi.succeeded;
import static dev.majlis.foe.fake.RecordedRows.recorded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.fake.FoeApi;
import dev.majlis.foe.fake.WordWorld;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Call;
import dev.majlis.mesh.envelope.Hop;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A served pool: in OpenAI's form over HTTP and over the mesh, at a price, and while its inputs drift. */
@QuarkusTest
@TestProfile(WordWorld.class)
class ServedPoolIT {
    private static final String POOL = "talk";

    private static boolean made;

    @ConfigProperty(name = "majlis.mesh.bootstrap-servers")
    String brokers;

    @BeforeEach
    void pool() {
        if (made) {
            return;
        }
        made = true;
        for (int k = 0; k < 3; k++) {
            classifier("t" + k, 1);
        }
        FoeApi.pool(POOL, "t");
        json(dataset(POOL, "train", "fuser", rows(600, 21)), 201);
        succeeded(post("/pools/" + POOL + "/outputs", "{\"dataset\":\"train\"}"));
        succeeded(post("/pools/" + POOL + "/fusers", "{\"dataset\":\"train\",\"promote\":true}"));
    }

    @Test
    void answersAQuestionAndTellsTheDecision() {
        JsonNode answer = json(chat("foe:talk:foe_full", false), 200);

        assertThat(answer.at("/choices/0/message/content").asText()).isIn("a", "b", "c");
        assertThat(answer.path("model").asText()).isEqualTo("foe:talk:foe_full");
        assertThat(answer.at("/usage/foe/experts")).hasSize(3);
        assertThat(answer.at("/majlis/foe/stop_reason").asText()).isEqualTo("ALL");
    }

    @Test
    void streamsAsServerSentEvents() {
        Response answer = chat("foe:talk", true);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/event-stream");
        assertThat(answer.asString()).startsWith("data: {").endsWith("data: [DONE]\n\n");
    }

    @Test
    void refusesInTheFormOfOpenAi() {
        assertThat(json(chat("foe:nobody", false), 404).at("/error/code").asText())
                .isEqualTo("UNKNOWN_POOL");
        assertThat(json(chat("gpt", false), 400).at("/error/code").asText()).isEqualTo("INVALID_FIELD");
        assertThat(json(chat("foe:talk:guess", false), 400).at("/error/code").asText())
                .isEqualTo("INVALID_FIELD");
    }

    @Test
    void keepsOneOfTheTextsOfAStepBefore() throws Exception {
        try (Mesh mesh = Mesh.connect(MeshSettings.of(brokers, "asker"))) {
            ObjectNode parameters =
                    Json.mapper().createObjectNode().put("pool", POOL).put("keep", "b");
            JsonNode set = Json.mapper()
                    .readTree(
                            """
                    {"instruction":"say b","model":"m","candidates":[
                     {"index":0,"text":"a d0 1","finish":"stop","tokens":1},
                     {"index":1,"text":"b d1 2","finish":"stop","tokens":1},
                     {"index":2,"text":"c d2 3","finish":"stop","tokens":1}]}""");
            JsonNode answer = mesh.client()
                    .call(Call.of(
                            new Hop(new Operation("foe-router", "chat"), parameters),
                            set,
                            "candidate-set",
                            Instant.now().plusSeconds(60)))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS)
                    .json();

            assertThat(answer.path("choices")).hasSize(1);
            assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("b d1 2");
            assertThat(answer.at("/majlis/foe/candidates")).hasSize(3);
        }
    }

    @Test
    void fallsBackWhileInputsHaveDrifted() {
        for (String fallback : List.of("foe_full", "best_single")) {
            String pool = "wary-" + fallback;
            json(
                    post(
                            "/pools",
                            "{\"id\":\"%s\",\"experts\":[\"t0\",\"t1\",\"t2\"],\"on_drift\":\"%s\"}"
                                    .formatted(pool, fallback)),
                    201);
            json(dataset(pool, "train", "fuser", recorded("t", rows(300, 1))), 201);
            succeeded(post("/pools/" + pool + "/fusers", "{\"dataset\":\"train\",\"promote\":true}"));

            String before = policyOf(pool);
            JsonNode strange = predict(pool, inputs("d9", 100), "\"policy\":\"foe_full\"");
            String during = policyOf(pool);
            JsonNode drift = json(get("/pools/" + pool + "/drift"), 200);
            JsonNode usual = predict(pool, inputs("d", 200), "\"policy\":\"foe_full\"");
            String after = policyOf(pool);

            assertThat(before).startsWith("foe_frugal");
            assertThat(during).isEqualTo(fallback);
            assertThat(after).startsWith("foe_frugal");
            assertThat(drift.path("alarm").asBoolean()).isTrue();
            assertThat(drift.path("fallback").asText()).isEqualTo(fallback);
            assertThat(drifted(strange)).isGreaterThan(0.5);
            assertThat(drifted(usual)).isLessThan(0.05);
        }
    }

    @Test
    void keepsTheLossAndTheBudgetThatWereAskedFor() {
        for (int k = 0; k < 3; k++) {
            classifier("p" + k, 1 + k);
        }
        FoeApi.pool("priced", "p");
        json(dataset("priced", "train", "fuser", recorded("p", rows(600, 1))), 201);
        succeeded(post("/pools/priced/fusers", "{\"dataset\":\"train\",\"promote\":true}"));
        List<String> inputs = inputs("d", 200);

        JsonNode full = predict("priced", inputs, "\"policy\":\"foe_full\"");
        JsonNode careful = predict("priced", inputs, "\"max_loss\":0.05");
        JsonNode careless = predict("priced", inputs, "\"max_loss\":0.6");
        JsonNode cheap = predict("priced", inputs, "\"policy\":\"foe_frugal\",\"budget\":2");

        assertThat(loss(careful) - loss(full)).isLessThanOrEqualTo(0.05);
        assertThat(loss(careless) - loss(full)).isBetween(0.05, 0.6);
        assertThat(cost(full)).isEqualTo(6);
        assertThat(cost(careful)).isLessThan(5);
        assertThat(cost(careless)).isLessThan(cost(careful));
        assertThat(cost(cheap)).isLessThanOrEqualTo(2 * 1.02);
        assertThat(stops(cheap)).contains("COST");
        assertThat(refused("\"max_loss\":0.1,\"policy\":\"foe_full\"", 400)).isEqualTo("INVALID_FIELD");
        assertThat(refused("\"max_loss\":0.1,\"budget\":2", 400)).isEqualTo("INVALID_FIELD");
        assertThat(refused("\"budget\":0.5", 422)).isEqualTo("BUDGET_TOO_SMALL");
    }

    private static Response chat(String model, boolean stream) {
        return given().contentType("application/json")
                .body(
                        """
                        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"a d0 7"}]}"""
                                .formatted(model, stream))
                .post("/v1/chat/completions");
    }

    /** {@code count} inputs of a domain, or of each of the three in turn when its name is {@code d}. */
    private static List<String> inputs(String domain, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s %s %d"
                        .formatted("abc".charAt(i % 3), domain.equals("d") ? "d" + (i / 3) % 3 : domain, 7_000_000 + i))
                .toList();
    }

    private static JsonNode predict(String pool, List<String> inputs, String terms) {
        return json(
                post(
                        "/pools/" + pool + "/predict",
                        "{\"inputs\":%s,%s}".formatted(Json.mapper().valueToTree(inputs), terms)),
                200);
    }

    private static String policyOf(String pool) {
        return predict(pool, List.of("a d0 1"), "\"policy\":\"foe_frugal\"")
                .at("/results/0/policy")
                .asText();
    }

    private static String refused(String terms, int status) {
        return json(post("/pools/priced/predict", "{\"inputs\":[\"a d0 1\"]," + terms + "}"), status)
                .path("code")
                .asText();
    }

    private static double drifted(JsonNode answer) {
        return mean(answer, (result, i) -> result.path("drifted").asBoolean() ? 1 : 0);
    }

    private static double cost(JsonNode answer) {
        return mean(answer, (result, i) -> result.path("cost").asDouble());
    }

    /** 1 - share of the right label, of {@link #inputs}. */
    private static double loss(JsonNode answer) {
        return mean(
                answer,
                (result, i) -> 1 - result.path("probabilities").path(i % 3).asDouble());
    }

    private interface Measure {
        double of(JsonNode result, int input);
    }

    private static double mean(JsonNode answer, Measure measure) {
        JsonNode results = answer.path("results");
        return IntStream.range(0, results.size())
                .mapToDouble(i -> measure.of(results.get(i), i))
                .average()
                .orElseThrow();
    }

    private static List<String> stops(JsonNode answer) {
        return answer.path("results").findValuesAsText("stop_reason");
    }
}
