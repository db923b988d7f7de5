package dev.majlis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesFileTest {

    @Test
    void readsStepsDefaultsAndLimits() throws RoutesFileException {
        List<Route> routes = RoutesFile.parse(
                """
                routes:
                  - name: careful
                    steps:
                      - to: jais-chat.chat
                        with: {output: candidates, n: 4}
                      - to: cappy-scorer.best-of
                        with: {policy: self_score_mean}
                    defaults: {model: smollm2-135m-instruct, temperature: 0.7}
                    limits: {maxTokens: 64, maxInFlight: 8, deadline: 30s}
                  - name: echo
                    steps: [{to: echo.chat}]
                """);

        assertThat(routes).extracting(Route::name).containsExactly("careful", "echo");
        Route careful = routes.get(0);
        assertThat(careful.judged()).isTrue();
        assertThat(careful.steps().get(0).with().toString()).isEqualTo("{\"output\":\"candidates\",\"n\":4}");
        assertThat(careful.defaults().get("temperature").doubleValue()).isEqualTo(0.7);
        assertThat(careful.limits().maxTokens()).contains(64);
        assertThat(careful.limits().deadline()).contains(Duration.ofSeconds(30));
        assertThat(routes.get(1).judged()).isFalse();
    }

    @Test
    void acceptsABareListAndAnEmptyFile() throws RoutesFileException {
        assertThat(RoutesFile.parse("- name: echo\n  steps: [{to: echo.chat}]\n"))
                .hasSize(1);
        assertThat(RoutesFile.parse("# nothing yet\n")).isEmpty();
    }

    @Test
    void namesLineAndColumnOfAnUnknownKey() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  stepz: []\n"))
                .isInstanceOf(RoutesFileException.class)
                .hasMessage("line 2, column 3: unknown key 'stepz' of a route; known: defaults, limits, name, steps");
    }

    @Test
    void namesLineAndColumnOfAWrongOperation() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  steps:\n    - to: nowhere\n"))
                .hasMessageStartingWith("line 3, column 11: 'to' must be <service>.<operation>");
    }

    @Test
    void namesLineAndColumnOfBrokenYaml() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: [a\n  steps:\n"))
                .isInstanceOf(RoutesFileException.class)
                .hasMessageMatching("line \\d+, column \\d+: .+");
    }

    @Test
    void refusesALimitOutOfRange() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  steps: [{to: e.c}]\n  limits: {maxInFlight: 0}\n"))
                .hasMessage("line 3, column 25: 'maxInFlight' must be from 1 to 100000, got 0");
    }

    @Test
    void refusesTheSameNameTwice() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  steps: [{to: e.c}]\n- name: a\n  steps: [{to: e.c}]\n"))
                .hasMessage("line 3, column 3: route 'a' is there twice");
    }

    @Test
    void refusesADeadlineThatIsNone() {
        assertThatThrownBy(() -> RoutesFile.parse("- name: a\n  steps: [{to: e.c}]\n  limits: {deadline: soon}\n"))
                .hasMessageStartingWith("line 3, column 22: 'deadline' must be like");
    }
}
