package dev.majlis.mesh.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"مجلس 😀\"", "\"\\ud83d\\ude00\"", "\"\\\\ud83d\"", "\"\\u0041\"", "\"\\", "\"\\u12"})
    void lets(String json) {
        assertThatCode(() -> JsonText.requireUnicode(json.getBytes(UTF_8))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\\ude00\"", "\"\\ud83d\\u0041\""})
    void refusesLoneSurrogatesInEscapes(String json) {
        assertThatThrownBy(() -> JsonText.requireUnicode(json.getBytes(UTF_8)))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining("lone surrogate at byte");
    }

    @Test
    void refusesLoneSurrogatesInBytes() {
        byte[] json = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, '"'};

        assertThatThrownBy(() -> JsonText.requireUnicode(json)).hasMessageContaining("lone surrogate at byte 1");
    }

    /** The decoder of the JDK is the plain reference. */
    @Property
    void agreesWithTheDecoderOfTheJdk(@ForAll byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '\\' ? (byte) '/' : bytes[i];
        }

        assertThat(accepts(bytes)).isEqualTo(decodes(bytes));
    }

    private static boolean accepts(byte[] bytes) {
        try {
            JsonText.requireUnicode(bytes);
            return true;
        } catch (MeshException e) {
            return false;
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
