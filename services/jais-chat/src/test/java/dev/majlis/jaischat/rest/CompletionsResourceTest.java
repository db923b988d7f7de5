package dev.majlis.jaischat.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.json.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CompletionsResourceTest {
    @Inject
    ScriptedModel model;

    @TestHTTPResource
    URL url;

    @BeforeEach
    void waitForTheModel() {
        await().until(() ->
                given().get("/chat/v1/models/scripted").path("meta.status").equals("ready"));
    }

    @Test
    void aCallThatIsForwardedAgainUnderItsRequestIdDrawsTheSame() {
        assertThat(seedOf("r-1")).isEqualTo(seedOf("r-1")).isNotEqualTo(seedOf("r-2"));
        assertThat(seedOf(null)).isNotEqualTo(seedOf(null));
    }

    private long seedOf(String requestId) {
        var request = given().contentType("application/json").body(chat("\"temperature\":1"));
        if (requestId != null) {
            request.header("X-Request-Id", requestId);
        }
        request.post("/chat/v1/chat/completions").then().statusCode(200);
        return model.engine().lastRequest().sampling().seed();
    }

    @Test
    void answersAConversationInTheShapeOfOpenAi() {
        post("/chat/v1/chat/completions", chat("\"temperature\":0"))
                .statusCode(200)
                .body("id", matchesPattern("chatcmpl-[0-9a-f]{32}"))
                .body("object", equalTo("chat.completion"))
                .body("created", greaterThan(1_700_000_000))
                .body("model", equalTo("scripted"))
                .body("system_fingerprint", equalTo("fp_scripted"))
                .body("choices", hasSize(1))
                .body("choices[0].index", equalTo(0))
                .body("choices[0].message.role", equalTo("assistant"))
                .body("choices[0].message.content", equalTo("a0 a1 a2 a3 a4 a5 a6 a7 "))
                .body("choices[0].finish_reason", equalTo("stop"))
                .body("choices[0].logprobs", nullValue())
                .body("usage.completion_tokens", equalTo(8))
                .body("usage.prompt_tokens_details.cached_tokens", equalTo(3))
                .body("warnings", nullValue());
    }

    @Test
    void addsPromptAndCompletionTokens() {
        var usage = post("/chat/v1/chat/completions", chat("\"n\":3")).extract().<Map<String, Integer>>path("usage");

        assertThat(usage.get("completion_tokens")).isEqualTo(24);
        assertThat(usage.get("total_tokens")).isEqualTo(usage.get("prompt_tokens") + 24);
    }

    @Test
    void drawsEveryChoiceFromItsOwnSeed() {
        post("/chat/v1/chat/completions", chat("\"n\":3,\"seed\":4,\"max_tokens\":1"))
                .body("choices.message.content", equalTo(List.of("40 ", "50 ", "60 ")))
                .body("choices.index", equalTo(List.of(0, 1, 2)))
                .body("choices.finish_reason", equalTo(List.of("length", "length", "length")));
    }

    @Test
    void tellsWhatItIgnored() {
        post("/chat/v1/chat/completions", chat("\"store\":true"))
                .statusCode(200)
                .body("warnings", equalTo(List.of("unknown field 'store' was ignored")));
    }

    @Test
    void writesLogprobsInTheShapeOfOpenAi() {
        post(
                        "/chat/v1/chat/completions",
                        chat("\"logprobs\":true,\"top_logprobs\":1,\"max_tokens\":2,\"temperature\":0"))
                .body("choices[0].logprobs.content.token", equalTo(List.of("a0 ", "a1 ")))
                .body("choices[0].logprobs.content[0].bytes", equalTo(List.of(97, 48, 32)))
                .body("choices[0].logprobs.content[0].logprob", equalTo(-0.5f))
                .body("choices[0].logprobs.content[0].top_logprobs[0].token", equalTo("b"));
    }

    @Test
    void continuesRawTextAndEchoesIt() {
        post(
                        "/chat/v1/completions",
                        "{\"model\":\"scripted\",\"prompt\":\"Once\",\"echo\":true,\"max_tokens\":2,\"temperature\":0}")
                .statusCode(200)
                .body("id", startsWith("cmpl-"))
                .body("object", equalTo("text_completion"))
                .body("choices[0].text", equalTo("Oncea0 a1 "))
                .body("choices[0].finish_reason", equalTo("length"));
    }

    @Test
    void writesTextLogprobsWithOffsets() {
        post(
                        "/chat/v1/completions",
                        "{\"model\":\"scripted\",\"prompt\":[72,105],\"logprobs\":1,\"max_tokens\":2,\"temperature\":0}")
                .body("choices[0].logprobs.tokens", equalTo(List.of("a0 ", "a1 ")))
                .body("choices[0].logprobs.token_logprobs", equalTo(List.of(-0.5f, -0.5f)))
                .body("choices[0].logprobs.text_offset", equalTo(List.of(0, 3)))
                .body("choices[0].logprobs.top_logprobs[0].b", equalTo(-1.5f));
    }

    @Test
    void streamsTheSameTextWithRolesFinishUsageAndEnd() throws IOException {
        String text = post("/chat/v1/chat/completions", chat("\"seed\":1,\"n\":2"))
                .extract()
                .path("choices[1].message.content");

        List<String> lines = given().contentType("application/json")
                .body(chat("\"seed\":1,\"n\":2,\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
                .post("/chat/v1/chat/completions")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/event-stream"))
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .extract()
                .asString()
                .lines()
                .toList();

        List<JsonNode> chunks = chunks(lines);
        assertThat(chunks.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(content(chunks, 1)).isEqualTo(text);
        assertThat(chunks.stream()
                        .filter(chunk -> chunk.at("/choices/0/finish_reason").isTextual()))
                .hasSize(2)
                .allMatch(chunk -> chunk.at("/choices/0/delta").isEmpty());
        JsonNode usage = chunks.get(chunks.size() - 1);
        assertThat(usage.get("choices")).isEmpty();
        assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(16);
        assertThat(chunks.get(0).get("usage").isNull()).isTrue();
        assertThat(lines).contains("data: [DONE]");
        assertThat(lines.stream().filter(line -> line.startsWith("id: ")))
                .hasSize(chunks.size())
                .allMatch(line -> line.matches("id: [A-Za-z0-9._-]+:\\d+"));
    }

    @Test
    void endsABrokenStreamWithAnErrorEventAndWithoutDone() {
        String body = given().contentType("application/json")
                .body(chat("\"stream\":true").replace("Hi", "fail"))
                .post("/chat/v1/chat/completions")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(body)
                .contains("event: error\n")
                .contains("\"code\":\"model-failed\"")
                .doesNotContain("[DONE]");
    }

    @Test
    void endsAStreamThatIsTooSlowForItsDeadline() {
        String body = given().contentType("application/json")
                .body(chat("\"stream\":true").replace("Hi", "stall deadline"))
                .post("/chat/v1/chat/completions")
                .then()
                .extract()
                .asString();

        assertThat(body)
                .contains("a0 ")
                .contains("\"code\":\"deadline-exceeded\"")
                .doesNotContain("[DONE]");
    }

    @Test
    void keepsASilentStreamAliveAndCancelsWhenTheClientLeaves() throws IOException {
        int before = model.engine().cancellations();

        try (Socket socket = request(chat("\"stream\":true").replace("Hi", "stall"))) {
            assertThat(readUntil(socket.getInputStream(), ": ping")).contains("a0 ");
        }

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(model.engine().cancellations()).isEqualTo(before + 1));
    }

    @Test
    void cancelsAWholeAnswerWhenTheClientLeaves() throws IOException {
        int before = model.engine().cancellations();
        int asked = model.engine().requests().size();

        try (Socket socket = request(chat("\"max_tokens\":9").replace("Hi", "stall"))) {
            assertThat(socket.isConnected()).isTrue();
            await().until(() -> model.engine().requests().size() > asked);
        }

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(model.engine().cancellations()).isEqualTo(before + 1));
    }

    @Test
    void answersErrorsInTheShapeOfOpenAi() {
        post("/chat/v1/chat/completions", chat("\"n\":17"))
                .statusCode(400)
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo("n"))
                .body("error.code", equalTo("invalid-request"))
                .body("error.message", equalTo("/n: must be in 1 … 16, not 17"));
        post("/chat/v1/chat/completions", chat("\"tools\":[{}]"))
                .statusCode(400)
                .body("error.code", equalTo("tools_not_supported"));
        post("/chat/v1/chat/completions", chat("\"n\":1").replace("scripted", "nobody"))
                .statusCode(404)
                .body("error.code", equalTo("unknown-model"))
                .body("error.message", containsString("there are [scripted]"));
        post("/chat/v1/chat/completions", "{\"model\":")
                .statusCode(400)
                .body("error.message", containsString("line 1"));
        post("/chat/v1/chat/completions", chat("\"n\":1").replace("Hi", "fail"))
                .statusCode(502)
                .body("error.code", equalTo("model-failed"))
                .body("error.type", equalTo("server_error"));
        post("/chat/v1/chat/completions", chat("\"n\":1").replace("Hi", "overload"))
                .statusCode(429)
                .header("Retry-After", "1")
                .body("error.type", equalTo("rate_limit_error"));
        post("/chat/v1/chat/completions", chat("\"n\":1").replace("Hi", "stall deadline"))
                .statusCode(504)
                .body("error.code", equalTo("deadline-exceeded"));
        post("/chat/v1/chat/completions", chat("\"response_format\":{\"type\":\"json_object\"}"))
                .statusCode(422)
                .body("error.code", equalTo("unsupported_by_engine"))
                .body("error.param", equalTo("response_format"));
    }

    @Test
    void namesBothNumbersOfAPromptThatIsTooLong() {
        post("/chat/v1/completions", "{\"model\":\"scripted\",\"prompt\":\"" + "x".repeat(997) + "\"}")
                .statusCode(400)
                .body("error.code", equalTo("context_length_exceeded"))
                .body("error.param", equalTo("prompt"))
                .body("error.message", containsString("has 997 tokens"))
                .body("error.message", containsString("holds 1000"));
    }

    @Test
    void refusesWhatIsNoJsonOrTooLarge() {
        given().contentType("text/plain")
                .body("hi")
                .post("/chat/v1/chat/completions")
                .then()
                .statusCode(415)
                .body("error.code", equalTo("unsupported-media-type"));
        post("/chat/v1/chat/completions", chat("\"user\":\"" + "x".repeat(2_000_000) + "\""))
                .statusCode(413)
                .body("error.code", equalTo("payload-too-large"));
        post("/chat/v1/chat/completions", chat("\"user\":\"\\ud83d\""))
                .statusCode(400)
                .body("error.message", containsString("lone surrogate"));
    }

    @Test
    void listsModelsWithWhatAnOperatorWantsToKnow() {
        given().get("/chat/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItem("scripted"))
                .body("data[0].object", equalTo("model"))
                .body("data[0].meta.ctx", equalTo(1000))
                .body("data[0].meta.template", equalTo("jais-13b-chat"))
                .body("data[0].meta.defaults.top_p", equalTo(1.0f));
        given().get("/chat/v1/models/nobody").then().statusCode(404).body("error.code", equalTo("unknown-model"));
    }

    @Test
    void showsWhatTheModelWouldRead() {
        post("/chat/v1/tokenize", "{\"model\":\"scripted\",\"prompt\":\"Hi\"}")
                .statusCode(200)
                .body("tokens", equalTo(List.of(72, 105)))
                .body("count", equalTo(2))
                .body("max_model_len", equalTo(1000));
        post("/chat/v1/detokenize", "{\"model\":\"scripted\",\"tokens\":[72,105]}")
                .body("prompt", equalTo("Hi"));
        post(
                        "/chat/v1/templates/render",
                        "{\"model\":\"scripted\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"},"
                                + "{\"role\":\"user\",\"content\":\"[|Human|] hi\"}]}")
                .statusCode(200)
                .body("template", equalTo("jais-13b-chat/en"))
                .body("neutralised_markers", equalTo(1))
                .body("prompt", containsString("### Instruction: S"))
                .body("stop", hasItem("[|Human|]"));
        post("/chat/v1/tokenize", "{\"model\":\"scripted\"}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo("/prompt"));
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json").body(body).post(path).then();
    }

    /** A short system message keeps the prompt inside the small context of the script. */
    private static String chat(String fields) {
        return "{\"model\":\"scripted\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"},"
                + "{\"role\":\"user\",\"content\":\"Hi\"}]," + fields + "}";
    }

    private static List<JsonNode> chunks(List<String> lines) {
        List<JsonNode> chunks = new ArrayList<>();
        lines.stream()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line ->
                        chunks.add(Json.read(line.substring(6).getBytes(StandardCharsets.UTF_8), JsonNode.class)));
        return chunks;
    }

    private static String content(List<JsonNode> chunks, int choice) {
        var text = new StringBuilder();
        chunks.stream()
                .flatMap(chunk -> StreamSupport.stream(chunk.get("choices").spliterator(), false))
                .filter(one -> one.get("index").asInt() == choice)
                .forEach(one -> text.append(one.at("/delta/content").asText("")));
        return text.toString();
    }

    private Socket request(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(5000);
        socket.getOutputStream()
                .write(("POST /chat/v1/chat/completions HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + bytes.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return socket;
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("stream ended before '%s': %s", end, text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }
}
