package dev.majlis.models.sampling.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaGrammarTest {

    private static final String PERSON = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":"
            + "{\"type\":\"integer\"},\"tags\":{\"type\":\"array\",\"items\":{\"enum\":[\"a\",\"b\"]},\"maxItems\":2}},"
            + "\"required\":[\"name\"],\"additionalProperties\":false}";
    private static final String TREE = "{\"$defs\":{\"node\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":"
            + "\"number\"},\"next\":{\"anyOf\":[{\"$ref\":\"#/$defs/node\"},{\"type\":\"null\"}]}},\"required\":[\"v\","
            + "\"next\"]}},\"$ref\":\"#/$defs/node\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"name\": \"Ada\", \"age\": 36, \"tags\": [\"a\", \"b\"]} ; true",
                "{\"name\":\"Ada\"} ; true",
                "{\"name\":\"Ada\",\"tags\":[]} ; true",
                "{\"age\":36} ; false",
                "{\"name\":\"Ada\",\"age\":3.5} ; false",
                "{\"name\":\"Ada\",\"tags\":[\"c\"]} ; false",
                "{\"name\":\"Ada\",\"tags\":[\"a\",\"a\",\"a\"]} ; false",
                "{\"name\":\"Ada\",\"x\":1} ; false",
            })
    void anObjectFollowsItsProperties(String json, boolean expected) {
        assertThat(matches(PERSON, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"v\":1,\"next\":null} ; true",
                "{\"v\":1,\"next\":{\"v\":2,\"next\":null}} ; true",
                "{\"v\":1,\"next\":{\"v\":2}} ; false",
            })
    void referencesMayBeRecursive(String json, boolean expected) {
        assertThat(matches(TREE, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"const\":{\"a\":\"q\\\"\"}} ; {\"a\":\"q\\\"\"} ; true",
                "{\"type\":[\"string\",\"null\"]} ; null ; true",
                "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3} ; \"a\" ; false",
                "{\"type\":\"string\",\"minLength\":2,\"maxLength\":3} ; \"aé\" ; true",
                "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"minItems\":1} ; [] ; false",
                "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"minItems\":1} ; [true, false] ; true",
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}} ; {\"a\":1,\"b\":2} ; true",
                "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}} ; {\"a\":\"x\"} ; false",
                "true ; [1] ; true",
            })
    void otherKeywordsConstrainTheText(String schema, String json, boolean expected) {
        assertThat(matches(schema, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"type\":\"string\",\"pattern\":\"a+\"} ; pattern",
                "{\"type\":\"string\",\"format\":\"date\"} ; format",
                "{\"type\":\"number\",\"minimum\":3} ; minimum",
                "{\"allOf\":[{\"type\":\"string\"}]} ; allOf",
                "{\"properties\":{\"a\":{\"not\":{}}}} ; not",
            })
    void aKeywordThatCannotBeHeldIsRefusedByName(String schema, String keyword) {
        assertThatThrownBy(() -> JsonSchemaGrammar.gbnf(schema))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.UNSUPPORTED))
                .hasMessageContaining("keyword " + keyword + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{ ; is no JSON",
                "7 ; must be an object",
                "{\"type\":\"strin\"} ; unknown type strin",
                "{\"$ref\":\"#/$defs/x\"} ; leads nowhere",
                "{\"enum\":[]} ; at least one entry",
            })
    void whatIsNoSchemaIsRefused(String schema, String reason) {
        assertThatThrownBy(() -> JsonSchemaGrammar.gbnf(schema))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.INVALID))
                .hasMessageContaining(reason);
    }

    private static boolean matches(String schema, String json) {
        return Grammar.gbnf(JsonSchemaGrammar.gbnf(schema)).matches(json.getBytes(StandardCharsets.UTF_8));
    }
}
