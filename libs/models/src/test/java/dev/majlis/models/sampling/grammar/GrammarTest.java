package dev.majlis.models.sampling.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.models.ModelException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root ::= \"yes\" / \"no\" | yes | true",
                "root ::= \"yes\" / \"no\" | maybe | false",
                "root ::= [a-c]+ [0-9]? | abca7 | true",
                "root ::= [a-c]+ [0-9]? | abc77 | false",
                "root ::= [^x]{2,3} | ab | true",
                "root ::= [^x]{2,3} | a | false",
                "root ::= [^x]{2,3} | axb | false",
                "root ::= (\"a\" \"b\"*)+ \"c\" | aabbac | true",
                "root ::= x x; x ::= \"é\" / [ا-ي] | éم | true",
                "root ::= . \"!\" | 😀! | true",
                "root ::= . \"!\" | ab! | false",
                "root ::= \"\\u0041\\x42\\\"\" | AB\" | true",
                "root ::= \"a\" # a comment;| a | true",
            })
    void aTextIsASentenceOrNot(String grammar, String text, boolean expected) {
        String gbnf = grammar.replace(" / ", " | ").replace("; ", "\n");

        assertThat(Grammar.gbnf(gbnf).matches(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1}",
                "{ \"a\": [1, -2.5e3, \"x\\n\\u00e9\", true, null, {}], \"b\": {\"c\": \"\"} }"
            })
    void anyJsonObjectIsASentenceOfTheJsonGrammar(String json) {
        assertThat(Grammar.gbnf(JsonGrammar.OBJECT).matches(json.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{a:1}", "{\"a\":01}", "{\"a\":1,}", "{\"a\":\"\n\"}", "{\"a\":1"})
    void otherTextIsNot(String text) {
        assertThat(Grammar.gbnf(JsonGrammar.OBJECT).matches(text.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "root ::= a | does not define it",
                "start ::= \"a\" | no rule named root",
                "root ::= root \"a\" | left-recursive",
                "root ::= x root; x ::= \"a\"? | left-recursive",
                "root ::= [z-a] | a range must not fall",
                "root ::= \"a | has no end",
                "root ::= \"a\"{5,2} | m ≤ n",
                "root ::= \"a\"{1,99999} | m ≤ n",
                "root ::= * | nothing to repeat",
                "root : \"a\" | ::= is expected",
            })
    void aFaultyGrammarIsRefusedWithTheReason(String grammar, String reason) {
        assertThatThrownBy(() -> Grammar.gbnf(grammar.replace("; ", "\n")))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.INVALID))
                .hasMessageContaining(reason);
    }

    @Test
    void statesAreRememberedSoThatLongStringsStaySmall() {
        Grammar grammar = Grammar.gbnf(JsonGrammar.OBJECT);

        boolean matched = grammar.matches(("{\"a\":\"" + "x".repeat(10_000) + "\"}").getBytes(StandardCharsets.UTF_8));

        assertThat(matched).isTrue();
        assertThat(grammar.rememberedStates()).isLessThan(40);
    }
}
