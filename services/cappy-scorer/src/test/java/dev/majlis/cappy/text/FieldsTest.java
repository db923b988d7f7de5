package dev.majlis.cappy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.MeshException.FieldError;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FieldsTest {

    @Test
    void namesAllBadElementsOfAList() {
        Fields body = fields("{\"texts\":[\"a\",7,\"b\\u0000\",\"\\udc00x\",null]}");

        assertThatThrownBy(() -> body.texts("texts")).isInstanceOfSatisfying(MeshException.class, failure -> {
            assertThat(failure.status()).isEqualTo(400);
            assertThat(failure.errors())
                    .extracting(FieldError::pointer)
                    .containsExactly("/texts/1", "/texts/2", "/texts/3", "/texts/4");
        });
    }

    @Test
    void nullCountsAsAbsent() {
        Fields body = fields("{\"a\":null}");

        assertThat(body.has("a")).isFalse();
        assertThatThrownBy(() -> body.text("a")).hasMessage("/a: is required");
    }

    @Test
    void textIsTakenVerbatim() {
        assertThat(fields("{\"a\":\" \\u00e9\\ud83d\\ude42 \"}").text("a")).isEqualTo(" é🙂 ");
        assertThat(fields("{\"a\":\"\"}").text("a")).isEmpty();
    }

    @Test
    void numbersMustBeInRange() {
        assertThatThrownBy(() -> fields("{\"n\":0}").whole("n", 1, 5)).hasMessageContaining("from 1 to 5, got 0");
        assertThatThrownBy(() -> fields("{\"n\":1.5}").whole("n", 1, 5)).hasMessageContaining("got 1.5");
        assertThatThrownBy(() -> fields("{\"n\":\"1\"}").number("n")).hasMessageContaining("finite number");
        assertThat(fields("{\"n\":5}").whole("n", 1, 5)).contains(5);
    }

    @Test
    void whatNobodyAskedForIsRefused() {
        Fields body = fields("{\"a\":1,\"b\":2}");
        assertThat(body.has("a")).isTrue();

        assertThatThrownBy(body::refuseUnknown).hasMessage("/b: unknown field");
    }

    private static Fields fields(String json) {
        return Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
