package dev.majlis.gateway.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.majlis.gateway.FakeMesh;
import dev.majlis.mesh.error.ProblemSlug;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChatTest {
    private static final String MODEL = "smollm2-135m-instruct";
    private static final String ANSWER =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"smollm2-135m-instruct\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Peace be upon you.\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14}}";
    private static final String VERDICT =
            "{\"chosen\":1,\"text\":\"Peace\",\"policy\":\"self_score_mean\",\"scores\":[-0.9,-0.5],"
                    + "\"completion\":{\"id\":\"chatcmpl-1\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"War\"},"
                    + "\"finish_reason\":\"stop\"},{\"index\":1,\"message\":{\"content\":\"Peace\"},\"finish_reason\":\"stop\"}]}}";

    private static final String FOE_ANSWER =
            "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"inner\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Peace\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"total_tokens\":14},\"majlis\":{\"foe\":{\"pool\":\"council\",\"expert\":\"small\","
                    + "\"experts\":[{\"expert\":\"small\",\"cost\":1.0}],\"cost\":1.0,\"stop_reason\":\"COST\"}}}";

    @Inject
    FakeMesh mesh;

    @Inject
    dev.majlis.gateway.job.Jobs jobs;

    @TestHTTPResource
    URI address;

    @BeforeEach
    void fresh() {
        mesh.reset();
        mesh.answers(ANSWER);
        given().when().get("/v2/health/ready").then().statusCode(200);
    }

    @Test
    void passesTheModelServicesAnswerOn() {
        chat(body(MODEL, ""))
                .then()
                .statusCode(200)
                .header("X-Request-Id", notNullValue())
                .body("choices[0].message.content", equalTo("Peace be upon you."));

        assertThat(mesh.calls.get(0).slip().hops()).hasSize(1);
    }

    @Test
    void answersABestOfRouteWithTheChosenChoiceAndHowItWasChosen() {
        mesh.answers(VERDICT);

        chat(body(MODEL + "-best-of-2", ",\"majlis\":{\"candidates\":true}"))
                .then()
                .statusCode(200)
                .body("choices", hasSize(1))
                .body("choices[0].message.content", equalTo("Peace"))
                .body("majlis.scores", hasItems(-0.9f, -0.5f))
                .body("majlis.candidates[0].text", equalTo("War"));
        assertThat(mesh.calls.get(0).slip().hops()).hasSize(2);
    }

    @Test
    void streamsAsOpenAiDoes() {
        mesh.streams(List.of(FakeMesh.text(0, "Pea"), FakeMesh.text(1, "ce"), FakeMesh.end(2, ANSWER)));

        Response response = chat(body(MODEL, ",\"stream\":true"));

        assertThat(response.contentType()).isEqualTo("text/event-stream");
        assertThat(response.asString())
                .contains(
                        "\"role\":\"assistant\"",
                        "\"content\":\"Pea\"",
                        "\"content\":\"ce\"",
                        "\"finish_reason\":\"stop\"")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void resumesAStreamAfterTheLastEventTheClientHas() {
        mesh.streams(List.of(FakeMesh.text(0, "Pea"), FakeMesh.text(1, "ce"), FakeMesh.end(2, ANSWER)));
        String whole = chat(body(MODEL, ",\"stream\":true")).asString();
        String id = whole.lines()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow()
                .substring(4);

        String rest = given().contentType("application/json")
                .header("Last-Event-ID", id)
                .body(body(MODEL, ",\"stream\":true"))
                .post("/v1/chat/completions")
                .asString();

        assertThat(whole).endsWith(rest);
        assertThat(rest).doesNotContain("Pea\"").contains("\"content\":\"ce\"");
    }

    @Test
    void cancelsTheWorkWhenTheClientHasGone() throws IOException {
        mesh.streamsWithoutEnd(List.of(FakeMesh.text(0, "Pea")));

        String body = body(MODEL, ",\"stream\":true");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }

        await().until(() -> !mesh.cancelled.isEmpty());
    }

    @Test
    void answersAFailureBeforeTheFirstChunkWithItsOwnStatus() {
        mesh.answers(call -> FakeMesh.failed(ProblemSlug.DEADLINE_EXCEEDED));

        chat(body(MODEL, "")).then().statusCode(504).body("error.code", equalTo("deadline-exceeded"));
    }

    @Test
    void computesOnceForOneIdempotencyKey() {
        String body = body(MODEL, ",\"seed\":1");
        String key = newKey();

        keyed(key, body).then().statusCode(200);
        keyed(key, body)
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", "true")
                .body("choices[0].message.content", equalTo("Peace be upon you."));
        keyed("\"" + key + "\"", body(MODEL, ",\"seed\":2"))
                .then()
                .statusCode(422)
                .body("error.code", equalTo("idempotency-conflict"));

        assertThat(mesh.calls).hasSize(1);
    }

    /** The answer goes out while it is still being written down. */
    @Test
    void answersARepeatedRequestThatComesRightAfterTheFirst() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int number = 0; number < 300; number++) {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", newKey())
                    .POST(HttpRequest.BodyPublishers.ofString(body(MODEL, ",\"seed\":" + number)))
                    .build();

            HttpResponse<String> first = client.send(request, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> again = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(first.body());
        }

        assertThat(mesh.calls).hasSize(300);
    }

    @Test
    void joinsARunningRequestWithTheSameKey() {
        CompletableFuture<byte[]> later = new CompletableFuture<>();
        mesh.answers(call -> later);
        String body = body(MODEL, ",\"seed\":3");
        String key = newKey();

        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> keyed(key, body));
        await().until(() -> mesh.calls.size() == 1);
        CompletableFuture<Response> second = CompletableFuture.supplyAsync(() -> keyed(key, body));
        later.complete(ANSWER.getBytes(StandardCharsets.UTF_8));

        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(mesh.calls).hasSize(1);
    }

    @Test
    void acceptsAJobWithALocationAndSendsItToTheMesh() {
        String location = given().contentType("application/json")
                .header("Prefer", "respond-async")
                .body(body(MODEL, ""))
                .post("/v1/chat/completions")
                .then()
                .statusCode(202)
                .header("Retry-After", "1")
                .body("state", notNullValue())
                .extract()
                .header("Location");

        given().get(location).then().statusCode(200).body("state", equalTo("RUNNING"));
        given().get(location + "/result").then().statusCode(409);
        given().delete(location).then().statusCode(200).body("state", equalTo("CANCELLED"));
        assertThat(mesh.sent).hasSize(1);
        assertThat(mesh.cancelled).contains(location.substring("/api/v1/jobs/".length()));
    }

    @Test
    void refusesBadInputWithoutAsking() {
        chat("{").then().statusCode(400).body("error.code", equalTo("invalid-request"));
        chat(body("nobody", "")).then().statusCode(404).body("error.message", containsString("nearest"));
        chat(body(MODEL + "-best-of-17", ""))
                .then()
                .statusCode(404)
                .body("error.message", containsString("from 2 to 16"));
        chat(body(MODEL, ",\"n\":17")).then().statusCode(400).body("error.param", equalTo("n"));
        chat("{\"model\":\"m\",\"messages\":[]}").then().statusCode(400).body("error.param", equalTo("messages"));
        chat(body(MODEL, ",\"user\":\"" + "x".repeat(2 << 20) + "\"")).then().statusCode(413);
        given().contentType("text/plain")
                .body("{}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(415);
        given().get("/v1/chat/completions").then().statusCode(405).header("Allow", "POST");
        given().get("/nowhere").then().statusCode(404).contentType("application/problem+json");

        assertThat(mesh.calls).isEmpty();
    }

    @Test
    void listsModelsAndRoutes() {
        given().get("/v1/models").then().statusCode(200).body("data.id", hasItems(MODEL, MODEL + "-best-of-8"));
        given().get("/v1/models/" + MODEL).then().statusCode(200).body("owned_by", equalTo("majlis"));
        given().get("/v1/models/none").then().statusCode(404);
        given().get("/v1/models/foe:council").then().statusCode(200).body("meta.kind", equalTo("foe"));
        given().get("/api/v1/routes").then().statusCode(200).body("routes.name", hasItems(MODEL));
    }

    @Test
    void forwardsPathsOfServicesAndNamesThemWhenUnknown() {
        mesh.answers("{\"status\":200,\"headers\":{\"content-type\":[\"application/json\"]},\"body\":\"e30=\"}");

        given().contentType("application/json")
                .body("{}")
                .post("/v1/rerank")
                .then()
                .statusCode(200);
        given().get("/chat/v1/models?x=1").then().statusCode(200).contentType("application/json");
        given().get("/v2/models/similarity").then().statusCode(200);

        assertThat(mesh.calls)
                .extracting(call -> call.slip().hops().get(0).operation().toString())
                .containsExactly("cappy-scorer.rest", "jais-chat.rest", "cappy-scorer.rest");
        given().get("/nobody/v1/x").then().statusCode(404).body("detail", containsString("cappy, chat, foe"));
    }

    @Test
    void forwardsThePathsOfTheFoeRouterAndItsInferenceUnderItsOwnName() {
        mesh.answers("{\"status\":200,\"headers\":{\"content-type\":[\"application/json\"]},\"body\":\"e30=\"}");

        given().get("/foe/v1/pools").then().statusCode(200);
        given().contentType("application/json")
                .body("{}")
                .post("/foe/v2/models/council/infer")
                .then()
                .statusCode(200);
        given().get("/v2/models/council").then().statusCode(200);

        assertThat(mesh.calls)
                .extracting(call -> call.slip().hops().get(0).operation() + " "
                        + ((dev.majlis.mesh.rest.ForwardedCall) call.body()).path())
                .containsExactly(
                        "foe-router.rest /foe/v1/pools",
                        "foe-router.rest /v2/models/council/infer",
                        "cappy-scorer.rest /v2/models/council");
    }

    @Test
    void answersForAPoolWithTheDecisionInBodyAndHead() {
        mesh.answers(FOE_ANSWER);

        chat(body("foe:council:foe_frugal(0.05)", ""))
                .then()
                .statusCode(200)
                .header("Majlis-Foe", "pool=\"council\", expert=\"small\", asked=(\"small\"), cost=1.000, stop=COST")
                .body("model", equalTo("foe:council:foe_frugal(0.05)"))
                .body("majlis.foe.expert", equalTo("small"))
                .body("usage.foe.stop_reason", equalTo("COST"));
    }

    @Test
    void tellsTheDecisionOfAJobToo() {
        String location = given().contentType("application/json")
                .header("Prefer", "respond-async")
                .body(body("foe:council", ""))
                .post("/v1/chat/completions")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        String id = location.substring("/api/v1/jobs/".length());

        jobs.answered(id, FOE_ANSWER.getBytes(StandardCharsets.UTF_8), java.util.Optional.empty());

        given().get(location + "/result")
                .then()
                .statusCode(200)
                .header("Majlis-Foe", containsString("expert=\"small\""))
                .body("majlis.foe.pool", equalTo("council"));
    }

    @Test
    void refusesAFoeNameThatIsNoneWithoutAsking() {
        chat(body("foe:council:foe_frugal(", ""))
                .then()
                .statusCode(404)
                .body("error.code", equalTo("unknown-model"))
                .body("error.message", containsString("foe:<pool>:<policy>"));

        assertThat(mesh.calls).isEmpty();
    }

    /** Keys outlive a run of the tests, so each run has its own. */
    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static Response keyed(String key, String body) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/chat/completions");
    }

    private static Response chat(String body) {
        return given().contentType("application/json").body(body).post("/v1/chat/completions");
    }

    private static String body(String model, String more) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Peace\"}]%s}".formatted(model, more);
    }
}
