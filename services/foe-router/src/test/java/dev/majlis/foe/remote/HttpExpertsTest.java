package dev.majlis.foe.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ChatTerms;
import dev.majlis.foe.expert.Endpoint;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Protocol;
import dev.majlis.foe.expert.Said;
import dev.majlis.foe.remote.FakeServer.Answer;
import dev.majlis.mesh.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HttpExpertsTest {
    private static final ExpertInput TEXT = new ExpertInput(TextNode.valueOf("how good"));

    private final HttpExperts http = new HttpExperts(
            Duration.ofSeconds(2), 2, uri -> Optional.of("secret").filter(t -> uri.getPort() > 0), uri -> !uri.getHost()
                    .equals("inner.example"));

    @Test
    void speaksOpenAi() throws Exception {
        try (var server = new FakeServer(
                asked -> Answer.ok(
                        """
                {"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Paris."},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}"""))) {
            var terms = new ChatTerms(
                    "m",
                    Optional.of("Be brief."),
                    Optional.of("Q: {input}"),
                    Optional.of(0.5),
                    Optional.of(16),
                    Optional.empty());

            Said said = ask(new Endpoint.OpenAi(server.url().resolve("/v1/"), terms), TEXT);

            assertThat(said.text()).hasValue("Paris.");
            assertThat(said.tokens()).hasValue(11.0);
            FakeServer.Asked asked = server.asked().get(0);
            assertThat(asked.path()).isEqualTo("/v1/chat/completions");
            assertThat(asked.authorization()).isEqualTo("Bearer secret");
            assertThat(json(asked.body()))
                    .isEqualTo(
                            json(
                                    """
                    {"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Q: how good"}],
                     "temperature":0.5,"max_tokens":16}"""));
        }
    }

    @Test
    void passesAConversationOnUnderTheExpertsOwnTerms() throws Exception {
        var terms = new ChatTerms(
                "m", Optional.of("Be brief."), Optional.empty(), Optional.of(0.0), Optional.empty(), Optional.empty());
        var input = new ExpertInput(
                json(
                        """
                {"model":"foe:p","stream":true,"temperature":1.5,"max_tokens":9,"stop":["x"],
                 "messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]}"""));

        assertThat(new ChatProtocol(terms).question(input))
                .isEqualTo(
                        json(
                                """
                {"model":"m","temperature":0.0,"max_tokens":9,"stop":["x"],
                 "messages":[{"role":"system","content":"Be brief.\\n\\nBe kind."},{"role":"user","content":"Hi"}]}"""));
    }

    @Test
    void speaksTheOpenInferenceProtocol() throws Exception {
        try (var server = new FakeServer(
                asked -> Answer.ok(
                        """
                {"model_name":"m","outputs":[{"name":"other","datatype":"FP32","shape":[1,1],"data":[9]},
                 {"name":"probs","datatype":"FP32","shape":[1,2],"data":[[0.25,0.75]]}]}"""))) {

            Said said = ask(new Endpoint.OpenInference(server.url(), "m 1", "words", "probs"), TEXT);

            assertThat(said.values())
                    .hasValueSatisfying(values -> assertThat(values).containsExactly(0.25f, 0.75f));
            assertThat(server.asked().get(0).path()).isEqualTo("/v2/models/m 1/infer");
            assertThat(json(server.asked().get(0).body()))
                    .isEqualTo(
                            json(
                                    """
                    {"inputs":[{"name":"words","shape":[1],"datatype":"BYTES","data":["how good"]}],"outputs":[{"name":"probs"}]}"""));
        }
    }

    @Test
    void speaksToDjlServing() throws Exception {
        try (var server = new FakeServer(
                asked -> Answer.ok(
                        """
                [[{"className":"good","probability":0.9},{"className":"bad","probability":0.1}]]"""))) {

            Said said = ask(new Endpoint.DjlServing(server.url(), "m"), TEXT);

            assertThat(said.byLabel()).containsEntry("good", 0.9).containsEntry("bad", 0.1);
            assertThat(server.asked().get(0).path()).isEqualTo("/predictions/m");
            assertThat(json(server.asked().get(0).body())).isEqualTo(json("{\"inputs\":[\"how good\"]}"));
        }
    }

    @Test
    void saysInOneWordWhatWentWrong() throws Exception {
        fails(new Answer(429, new byte[0]), "OVERLOADED");
        fails(new Answer(503, new byte[0]), "OVERLOADED");
        fails(new Answer(504, new byte[0]), "TIMEOUT");
        fails(new Answer(302, new byte[0]), "BAD_ANSWER");
        fails(new Answer(422, "{\"code\":\"TOO_LONG\"}".getBytes(UTF_8)), "TOO_LONG");
        fails(new Answer(400, "{\"error\":{\"code\":\"EMPTY_TEXT\"}}".getBytes(UTF_8)), "EMPTY_TEXT");
        fails(new Answer(500, "<html>".getBytes(UTF_8)), "BAD_ANSWER");
        fails(Answer.ok("no json"), "BAD_ANSWER");
        fails(Answer.ok("{}"), "BAD_ANSWER");
        fails(new Answer(200, new byte[5 << 20]), "BAD_ANSWER");
    }

    @Test
    void namesAServerThatIsNotThere() throws Exception {
        URI nobody;
        try (var server = new FakeServer(asked -> Answer.ok("[]"))) {
            nobody = server.url();
        }
        assertThat(codeOf(nobody, Duration.ofSeconds(2))).isEqualTo("UNREACHABLE");
    }

    @Test
    void callsNobodyWhomTheOperatorHasNotNamed() {
        assertThat(codeOf(URI.create("http://inner.example/v1"), Duration.ofSeconds(2)))
                .isEqualTo("HOST_NOT_ALLOWED");
    }

    @Test
    void breaksOffALateCallAndMakesRoomForTheNext() throws Exception {
        var open = new CountDownLatch(1);
        try (var server = new FakeServer(asked -> {
            open.await();
            return Answer.ok("[0.5,0.5]");
        })) {
            URI url = server.url();
            for (int call = 0; call < 4; call++) {
                assertThat(codeOf(url, Duration.ofMillis(100))).isEqualTo("TIMEOUT");
            }

            var first = http.post(url, TextNode.valueOf("x"), Duration.ofSeconds(5));
            var second = http.post(url, TextNode.valueOf("x"), Duration.ofSeconds(5));
            assertThat(codeOf(url, Duration.ofSeconds(5))).isEqualTo("OVERLOADED");

            open.countDown();
            assertThat(first.join()).hasSize(2);
            assertThat(second.join()).hasSize(2);
        }
    }

    @Test
    void aCancelledCallGivesItsRoomBack() throws Exception {
        var open = new CountDownLatch(1);
        try (var server = new FakeServer(asked -> {
            open.await();
            return Answer.ok("[0.5,0.5]");
        })) {
            for (int call = 0; call < 6; call++) {
                var asked = http.post(server.url(), TextNode.valueOf("x"), Duration.ofSeconds(30));
                assertThat(asked.cancel(true)).isTrue();
            }

            open.countDown();
            assertThat(http.post(server.url(), TextNode.valueOf("x"), Duration.ofSeconds(5))
                            .join())
                    .hasSize(2);
        }
    }

    private void fails(Answer answer, String code) throws Exception {
        try (var server = new FakeServer(asked -> answer)) {
            assertThatThrownBy(() -> ask(new Endpoint.DjlServing(server.url(), "m"), TEXT))
                    .satisfies(failure -> assertThat(CallFailures.code(failure)).isEqualTo(code));
            assertThat(server.asked()).hasSize(1);
        }
    }

    private String codeOf(URI url, Duration timeout) {
        return http.post(url, TextNode.valueOf("x"), timeout)
                .handle((json, failure) -> CallFailures.code(failure))
                .join();
    }

    private Said ask(Endpoint endpoint, ExpertInput input) {
        Protocol protocol = Protocols.of(endpoint);
        URI uri = HttpExperts.address(endpoint).orElseThrow();
        return protocol.read(
                http.post(uri, protocol.question(input), Duration.ofSeconds(5)).join());
    }

    private static JsonNode json(String text) throws Exception {
        return Json.mapper().readTree(text);
    }
}
