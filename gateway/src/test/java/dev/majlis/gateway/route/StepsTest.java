package dev.majlis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of the routes file: their short forms, and which may follow which. */
class StepsTest {

    @Test
    void readsShortFormsAsTheLongOnes() throws RoutesFileException {
        List<Step> written = steps(
                """
                - chat: {output: candidates, n: 4}
                - best-of: {policy: cappy}
                - foe: {pool: council, policy: foe_frugal(0.05), keep: true}
                """);
        List<Step> inLong = steps(
                """
                - {to: jais-chat.chat, with: {output: candidates, n: 4}}
                - {to: cappy-scorer.best-of, with: {policy: cappy}}
                - {to: foe-router.chat, with: {pool: council, policy: foe_frugal(0.05), keep: true}}
                """);

        assertThat(written).isEqualTo(inLong);
        assertThat(steps("- foe: council")).isEqualTo(steps("- {to: foe-router.chat, with: {pool: council}}"));
    }

    @Test
    void answersWithAVerdictWhereAPoolKeepsTheTextOfALabel() throws RoutesFileException {
        Route route = RoutesFile.parse(
                        "- name: a\n  steps: [{chat: {output: candidates}}, {foe: {pool: council, keep: good, output: verdict}}]\n")
                .get(0);

        assertThat(route.judged()).isTrue();
        assertThat(route.scored()).isFalse();
        assertThat(route.canStop()).isFalse();
    }

    @Test
    void readsAPolicyWithItsSettings() throws RoutesFileException {
        assertThat(steps("- foe: {pool: council, policy: {name: foe_frugal, lambda: 0.05}}")
                        .get(0)
                        .with()
                        .at("/policy/lambda")
                        .doubleValue())
                .isEqualTo(0.05);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{foe: council}]",
                "[{chat: {output: candidates}}, {best-of: {}}, {foe: council}]",
                "[{chat: {output: candidates}}, {foe: {pool: council}}]",
                "[{foe: {pool: council, output: candidates}}, {best-of: {}}]",
                "[{foe: {pool: first, output: candidates}}, {foe: {pool: second, output: candidates}}, {best-of: {}}]",
                "[{chat: {output: candidates, n: 4}}, {foe: {pool: council, keep: good, output: verdict}}]",
                "[{chat: {output: candidates, n: 4}}, {foe: {pool: council, keep: good, output: candidates}}, {best-of: {}}]",
                "[{chat: {}}, {foe: labels}]",
                "[{to: my.own}, {foe: council}]",
                "[{chat: {}}, {to: my.own}, {best-of: {}}]"
            })
    void chainsStepsThatReadWhatIsWritten(String text) throws RoutesFileException {
        assertThat(steps(text)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            [{foe: {pool: council, keep: good}}] | 11 | keeps the text of a label, but no step before it writes texts
            [{foe: council}, {best-of: {}}] | 27 | chooses among candidates, but gets an answer
            [{best-of: {}}] | 11 | chooses among candidates, but gets a request
            [{chat: {output: candidates}}, {chat: {}}] | 41 | reads a request, but gets candidates
            [{chat: {output: candidates}}, {best-of: {}}, {best-of: {}}] | 56 | chooses among candidates, but gets a verdict
            """)
    void refusesAChainThatDoesNotFitWhereItDoesNot(String text, int column, String why) {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  steps: " + text))
                .hasMessageStartingWith("line 2, column " + column + ": ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            {} | 'to' is missing
            {with: {n: 2}} | 'to' is missing
            {chat: {}, foe: council} | a step has one of 'to', 'chat', 'best-of' and 'foe'
            {foe: council, with: {policy: x}} | 'with' belongs to 'to'
            {foe: {policy: foe_full}} | 'pool' must name a pool of experts
            {foe: {pool: council, lambda: 0.1}} | unknown parameter 'lambda' of foe; known: endpoint, keep, output, policy, pool
            {foe: {pool: council, output: text}} | 'output' must be openai, candidates or verdict, got 'text'
            {foe: {pool: council, keep: 3}} | 'keep' must be true, false or a label
            {foe: {pool: council, output: verdict}} | 'output' is verdict, which needs the label to 'keep'
            {foe: {pool: council, policy: [a]}} | 'policy' must be like foe_frugal
            {to: foe-router.chat} | 'pool' must name a pool of experts
            """)
    void refusesAStepThatSaysTooLittleOrTooMuch(String text, String why) {
        assertThatThrownBy(() -> steps("[" + text + "]"))
                .isInstanceOf(RoutesFileException.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesADefaultModelWhereThePoolNamesTheModels() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  steps: [{foe: council}]\n  defaults: {model: small}\n"))
                .hasMessageStartingWith("line 3, column 13: 'model' has no use where the first step is foe");
    }

    private static List<Step> steps(String text) throws RoutesFileException {
        String list = text.startsWith("[") ? " " + text : "\n" + text.indent(4);
        return RoutesFile.parse("- name: a\n  steps:" + list).get(0).steps();
    }
}
