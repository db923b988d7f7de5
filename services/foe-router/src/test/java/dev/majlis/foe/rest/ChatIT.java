package dev.majlis.foe.rest;

import static dev.majlis.foe.fake.FoeApi.classifier;
import static dev.majlis.foe.fake.FoeApi.dataset;
import static dev.majlis.foe.fake.FoeApi.json;
import static dev.majlis.foe.fake.FoeApi.post;
import static dev.majlis.foe.fake.FoeApi.rows;
import static dev.majlis.foe.fake.FoeApi.succeeded;
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
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A served pool in OpenAI's form, over HTTP and over the mesh. */
@QuarkusTest
@TestProfile(WordWorld.class)
class ChatIT {
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

    private static Response chat(String model, boolean stream) {
        return given().contentType("application/json")
                .body(
                        """
                        {"model":"%s","stream":%s,"messages":[{"role":"user","content":"a d0 7"}]}"""
                                .formatted(model, stream))
                .post("/v1/chat/completions");
    }
}
