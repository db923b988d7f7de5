package dev.majlis.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {

    @Test
    void readsWhatTheGatewayActsOn() {
        CompletionRequest request = Requests.chat(
                "small",
                ",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":7,"
                        + "\"majlis\":{\"policy\":\"longest\",\"events\":true,\"seed\":3}");

        assertThat(request.model()).isEqualTo("small");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.maxTokens()).hasValue(7);
        assertThat(request.majlis().policy()).contains("longest");
        assertThat(request.majlis().events()).isTrue();
        assertThat(request.majlis().resumable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                          | body is not JSON",
                "[1]                                        | body: expected a JSON object",
                "{} x                                       | body is not JSON",
                "{\"messages\":[]}                          | /model: is required",
                "{\"model\":\"\",\"messages\":[]}           | /model: expected a text",
                "{\"model\":\"m\"}                          | /messages: is required",
                "{\"model\":\"m\",\"messages\":[]}          | /messages: must have at least one message",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"x\"}]} | /messages/0/role: expected",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"n\":17} | /n: must be from 1 to 16, got 17",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"n\":0} | /n: must be from 1 to 16, got 0",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"stream\":1} | /stream: expected true or false",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]} | body: lone surrogate",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"majlis\":{\"polisy\":1}} | /majlis/polisy: unknown field",
            })
    void namesWhatIsWrong(String body, String message) {
        assertThatThrownBy(() -> RequestReader.read(Endpoint.CHAT, body.getBytes(UTF_8)))
                .isInstanceOf(MeshException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void wantsAPromptForACompletion() {
        assertThatThrownBy(() -> RequestReader.read(Endpoint.COMPLETIONS, "{\"model\":\"m\"}".getBytes(UTF_8)))
                .hasMessage("/prompt: is required");
    }

    @Test
    void refusesAnEmptyBody() {
        assertThatThrownBy(() -> RequestReader.read(Endpoint.CHAT, new byte[0]))
                .hasMessageStartingWith("body is empty");
    }
}
