package dev.majlis.cappy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPlaceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"a":"#"}                        | /a
            {"a":{"b":["x","y#"]}}           | /a/b/1
            {"a":["x"],"b":"#"}              | /b
            [{"a":1},{"a":[true,"#"]}]       | /1/a/1
            {"a\\"b":"#"}                    | /a\\"b
            {"a/b":"#"}                      | /a~1b
            {"a":{"c":1},"b":[[],["#"]]}     | /b/1/0
            {"a":"x\\"]},","b":"#"}          | /b
            """)
    void namesTheValueThatHoldsAByte(String json, String pointer) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

        assertThat(JsonPlace.at(bytes, json.indexOf('#'))).isEqualTo(pointer);
    }
}
