package dev.majlis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {
    private static final String CHAT = "/v1/chat/completions";

    private HttpServer server;
    private GatewayClient gateway;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        gateway = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void theTextOfAStreamIsHandedOnPieceByPiece() throws Exception {
        answer(
                200,
                """
                data: {"choices":[{"delta":{"role":"assistant"}}]}

                data: {"choices":[{"delta":{"content":"Pa"}}]}

                data: {"choices":[{"delta":{"content":"ris"}}]}

                data: [DONE]

                """);
        var text = new StringBuilder();

        gateway.stream(GatewayClient.chat("m", "?", 4), text::append);

        assertThat(text.toString()).isEqualTo("Paris");
    }

    @Test
    void anErrorIsToldInTheGatewaysOwnWords() {
        answer(404, "{\"error\":{\"message\":\"no model is called m\",\"code\":\"unknown-model\"}}");

        assertThatThrownBy(() -> gateway.post(CHAT, GatewayClient.chat("m", "?", 4)))
                .isInstanceOf(LauncherException.class)
                .hasMessage("no model is called m");
    }

    @Test
    void aProblemDocumentIsToldInItsOwnWordsToo() {
        answer(503, "{\"type\":\"urn:majlis:problem:overloaded\",\"detail\":\"no trainer answered\"}");

        assertThatThrownBy(() -> gateway.get("/cappy/v1/adaptations/a"))
                .isInstanceOf(LauncherException.class)
                .hasMessage("no trainer answered");
    }

    @Test
    void anAcceptedJobIsAnAnswer() {
        answer(202, "{\"id\":\"a\"}");

        assertThat(gateway.get("/cappy/v1/adaptations/a").body().path("id").asText())
                .isEqualTo("a");
    }

    @Test
    void aGatewayThatIsGoneIsNamed() {
        server.stop(0);

        assertThatThrownBy(() -> gateway.post(CHAT, GatewayClient.chat("m", "?", 4)))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining(gateway.address().toString())
                .hasMessageContaining("./majlis status");
    }

    @Test
    void theCandidatesOfACouncilAreShownWithTheChosenOneMarked() {
        answer(
                200,
                """
                {"choices":[{"message":{"content":" An apple. "}}],"majlis":{"policy":"p","chosen":1,"candidates":[
                 {"index":0,"score":-1.5,"tokens":3,"text":"A pear,\\nsay."},{"index":1,"score":-0.25,"tokens":4,"text":"An apple."}]}}""");

        var answer = gateway.post(CHAT, GatewayClient.bestOf("m", 2, "?", 4));

        assertThat(answer.text()).isEqualTo("An apple.");
        assertThat(CouncilTable.of(answer.body().path("majlis")).lines().map(String::strip))
                .containsExactly(
                        "score    tokens  candidate", "-1.5000  3       A pear, say.", "*  -0.2500  4       An apple.");
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
