package dev.majlis.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.mesh.error.MeshException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoeNameTest {
    private final RouteBook book = new RouteBook(BuiltInRoutes.of(List.of("small")), List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            foe:council | council |
            foe:council:foe_full | council | foe_full
            foe:council:foe_frugal(0.05) | council | foe_frugal(0.05)
            foe:council:single(smol-warm) | council | single(smol-warm)
            foe:a.b_c-1:foe_frugal(lambda=0.05, max_experts=2) | a.b_c-1 | foe_frugal(lambda=0.05, max_experts=2)
            """)
    void namesAPoolAndPerhapsAPolicy(String text, String pool, String policy) {
        FoeName name = FoeName.of(text).orElseThrow();

        assertThat(name.pool()).isEqualTo(pool);
        assertThat(name.policy().orElse(null)).isEqualTo(policy);
        assertThat(name.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foe:",
                "foe::foe_full",
                "foe:council:",
                "foe:council:foe_frugal(",
                "foe:council:foe_frugal(0.05))",
                "foe:coun cil",
                "foe:council:a\"b"
            })
    void refusesWhatIsNotOfThisFormWithTheForm(String text) {
        assertThat(FoeName.of(text)).isEmpty();
        assertThatThrownBy(() -> book.find(text))
                .isInstanceOf(MeshException.class)
                .hasMessageContaining("is not well formed: write foe:<pool>");
    }

    @Test
    void makesARouteOfOneHopWithOneLaneForAll() {
        Route route = book.find("foe:council:foe_frugal(0.05)");

        assertThat(route.name()).isEqualTo("foe:council:foe_frugal(0.05)");
        assertThat(route.lane()).isEqualTo("foe-router.chat");
        assertThat(route.steps()).singleElement().satisfies(step -> assertThat(step.to() + " " + step.with())
                .isEqualTo("foe-router.chat {\"pool\":\"council\",\"policy\":\"foe_frugal(0.05)\","
                        + "\"output\":\"openai\"}"));
    }

    @Test
    void leavesTheNameToARouteOfTheFile() throws RoutesFileException {
        List<Route> file =
                RoutesFile.parse("- name: foe:council\n  steps: [{foe: other}]\n  limits: {maxInFlight: 2}\n");

        assertThat(new RouteBook(List.of(), file).find("foe:council"))
                .satisfies(route -> assertThat(route.lane()).isEqualTo("foe:council"));
    }
}
