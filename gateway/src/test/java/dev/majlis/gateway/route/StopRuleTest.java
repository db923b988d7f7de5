package dev.majlis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.gateway.chat.Endpoint;
import dev.majlis.gateway.chat.RequestReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopRuleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"stop":7}                       | /majlis/stop: expected an object
            {"stop":{"max_n":0}}             | /majlis/stop/max_n: expected a whole number from 1 to 17
            {"stop":{"min_n":2.5}}           | /majlis/stop/min_n: expected a whole number from 1 to 17
            {"stop":{"min_gain":"little"}}   | /majlis/stop/min_gain: expected a number that is not below 0
            {"stop":{"cost_per_sample":-1}}  | /majlis/stop/cost_per_sample: expected a number that is not below 0
            {"stop":{"maxn":3}}              | /majlis/stop/maxn: unknown field; known: max_n
            {"min_gain":-0.1}                | /majlis/min_gain: expected a number that is not below 0
            """)
    void aFaultInARequestIsNamedWhereItStands(String majlis, String message) {
        String body = "{\"model\":\"m\",\"prompt\":\"q\",\"majlis\":%s}".formatted(majlis);

        assertThatThrownBy(() -> RequestReader.read(Endpoint.COMPLETIONS, body.getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            {output: candidates, n: 4} | {stop: {max_n: 5}}     | 'max_n' is 5, the first step writes at most 4
            {output: candidates, n: 4} | {stop: {min: 5}}       | 'stop/min': unknown field
            {output: candidates, n: 4} | {min_gain: much}       | 'min_gain': expected a number
            {n: 4}                     | {min_gain: 0.1}        | it needs a step with 'output: candidates' before it
            """)
    void aFaultInTheFileKeepsTheFileOut(String writer, String judge, String message) {
        String file = "- name: r\n  steps: [{to: jais-chat.chat, with: %s}, {to: cappy-scorer.best-of, with: %s}]"
                .formatted(writer, judge);

        assertThatThrownBy(() -> RoutesFile.parse(file))
                .isInstanceOf(RoutesFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aRuleWithoutNumbersIsARuleToo() throws Exception {
        Route route = RoutesFile.parse(
                        "- name: r\n  steps: [{to: jais-chat.chat, with: {output: candidates}}, {to: cappy-scorer.best-of, with: {stop: {}}}]")
                .get(0);

        assertThat(route.canStop()).isTrue();
        assertThat(route.steps().get(1).stop()).isPresent();
        assertThat(route.steps().get(0).stop()).isEmpty();
    }
}
