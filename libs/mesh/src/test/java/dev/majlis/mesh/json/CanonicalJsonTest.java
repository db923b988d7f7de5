package dev.majlis.mesh.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"b\":1, \"a\" : [true, null]} | {\"a\":[true,null],\"b\":1}",
                "{\"a\":{\"z\":1,\"y\":2}} | {\"a\":{\"y\":2,\"z\":1}}",
                "1.50 | 15e-1",
                "1.0 | 1",
                "-0.0 | 0",
                "100 | 1e2",
                "9007199254740993 | 9007199254740993",
                "1e999999 | 1e999999",
                "\"\\u0041\" | \"A\"",
                "[\"b\",\"a\"] | [\"b\",\"a\"]"
            })
    void writesOneTextForEqualValues(String json, String canonical) {
        assertThat(new String(CanonicalJson.of(json.getBytes(UTF_8)), UTF_8)).isEqualTo(canonical);
    }
}
