package dev.majlis.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.Mesh;
import dev.majlis.mesh.MeshSettings;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.envelope.Operation;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.work.RunningWorker;
import dev.majlis.mesh.work.Task;
import dev.majlis.mesh.work.Worker;
import dev.majlis.mesh.work.WorkerSettings;
import dev.majlis.testkit.KafkaBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools of experts over a real broker: the gateway as it is, and a foe-router that answers by a script. */
@QuarkusTest
@TestProfile(FoeOnTheMeshIT.RealMesh.class)
class FoeOnTheMeshIT {
    private static Mesh mesh;
    private static RunningWorker router;

    /** Without the mesh in memory that the other tests use. */
    public static class RealMesh implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.arc.exclude-types",
                    FakeMesh.class.getName(),
                    "majlis.state-dir",
                    "target/state-foe-" + ProcessHandle.current().pid());
        }

        @Override
        public java.util.List<TestResourceEntry> testResources() {
            return java.util.List.of(new TestResourceEntry(Broker.class));
        }
    }

    /** A broker for this test alone. */
    public static class Broker implements QuarkusTestResourceLifecycleManager {
        private static volatile String servers = "";

        private KafkaBroker broker;

        @Override
        public Map<String, String> start() {
            try {
                broker = KafkaBroker.start(Files.createTempDirectory("gateway-broker"), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            servers = broker.bootstrapServers();
            return Map.of("majlis.mesh.bootstrap-servers", servers);
        }

        @Override
        public void stop() {
            broker.close();
        }
    }

    @BeforeAll
    static void startTheFoeRouter() {
        mesh = Mesh.connect(MeshSettings.of(Broker.servers, "foe-router"));
        router = router();
    }

    private static RunningWorker router() {
        return mesh.start(
                Worker.of(new Operation("foe-router", "chat"), JsonNode.class, "chat-answer", FoeOnTheMeshIT::answer),
                WorkerSettings.defaults());
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    @BeforeEach
    void untilTheGatewayIsConnected() {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> given().get("/v2/health/ready").statusCode() == 200);
    }

    /** Tells in its text what it was asked by; knows one pool. */
    private static JsonNode answer(Task<JsonNode> task) {
        String pool = task.parameters().path("pool").asText();
        if (!pool.equals("council")) {
            throw new MeshException(ProblemSlug.UNKNOWN_MODEL, "pool '%s' does not exist".formatted(pool))
                    .withCode("UNKNOWN_POOL");
        }
        String text = task.parameters().path("policy").asText("default") + " "
                + task.input().path("model").asText();
        if (task.streaming()) {
            task.emit(new Chunk.Part.Text(0, text, 1, null));
        }
        return Json.read(
                """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"x","choices":[{"index":0,
                 "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],
                 "usage":{"total_tokens":3},"majlis":{"foe":{"pool":"council","expert":"small",
                 "experts":[{"expert":"small","cost":1.0,"ms":4}],"cost":1.0,"stop_reason":"COST"}}}
                """
                        .formatted(text)
                        .getBytes(StandardCharsets.UTF_8),
                JsonNode.class);
    }

    @Test
    void asksThePoolOfTheNameByThePolicyOfTheName() {
        chat("foe:council:foe_frugal(0.05)", "")
                .then()
                .statusCode(200)
                .header("Majlis-Foe", containsString("asked=(\"small\")"))
                .body("choices[0].message.content", equalTo("foe_frugal(0.05) foe:council:foe_frugal(0.05)"))
                .body("majlis.foe.pool", equalTo("council"))
                .body("usage.foe.experts[0].ms", equalTo(4));
    }

    @Test
    void streamsTheTextAndThenTheDecision() {
        String events = chat("foe:council", ",\"stream\":true").asString();

        assertThat(events)
                .containsSubsequence(
                        "\"content\":\"default foe:council\"", "\"finish_reason\":\"stop\"", "\"foe\":{\"pool\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void answersAsAJob() {
        String location = given().contentType("application/json")
                .header("Prefer", "respond-async")
                .body(body("foe:council:foe_full", ""))
                .post("/v1/chat/completions")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> given().get(location + "/result")
                .then()
                .statusCode(200)
                .header("Majlis-Foe", containsString("expert=\"small\""))
                .body("choices[0].message.content", equalTo("foe_full foe:council:foe_full")));
    }

    @Test
    void tellsOfAnUnknownPoolInTheShapeOfOpenAi() {
        chat("foe:nobody", "")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("UNKNOWN_POOL"))
                .body("error.message", equalTo("pool 'nobody' does not exist"));
    }

    @Test
    void answersInTimeAndNamesTheServiceThatDoesNotRun() {
        router.close();
        try {
            given().contentType("application/json")
                    .header("X-Request-Timeout-Ms", "1500")
                    .body(body("foe:council", ""))
                    .post("/v1/chat/completions")
                    .then()
                    .statusCode(504)
                    .body("error.code", equalTo("deadline-exceeded"))
                    .body("error.message", equalTo("no answer from foe-router.chat within the deadline"));
        } finally {
            router = router();
        }
    }

    private static Response chat(String model, String more) {
        return given().contentType("application/json").body(body(model, more)).post("/v1/chat/completions");
    }

    private static String body(String model, String more) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Peace\"}]%s}".formatted(model, more);
    }
}
