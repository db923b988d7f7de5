package dev.majlis.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.gateway.route.BuiltInRoutes;
import dev.majlis.gateway.route.Route;
import dev.majlis.gateway.route.RouteBook;
import dev.majlis.gateway.route.RoutesFile;
import dev.majlis.gateway.route.RoutesFileException;
import dev.majlis.mesh.envelope.Hop;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallPlanTest {
    private final RouteBook book = new RouteBook(BuiltInRoutes.of(List.of("small")), List.of());

    @Test
    void sendsThePlainModelsOwnBytesInOneHop() {
        CompletionRequest request = Requests.chat("small", "");

        CallPlan plan = CallPlan.of(book.find("small"), request);

        assertThat(plan.body()).isSameAs(request.raw());
        assertThat(plan.slip().hops())
                .extracting(CallPlanTest::written)
                .containsExactly("jais-chat.chat {\"output\":\"openai\",\"endpoint\":\"chat\"}");
    }

    @Test
    void writesBothHopsOfABestOfRouteAndTheModelsOwnName() {
        CompletionRequest request =
                Requests.chat("small-best-of-8", ",\"stream\":true,\"majlis\":{\"policy\":\"random\",\"seed\":5}");

        CallPlan plan = CallPlan.of(book.find("small-best-of-8"), request);

        assertThat(plan.slip().hops())
                .extracting(CallPlanTest::written)
                .containsExactly(
                        "jais-chat.chat {\"output\":\"candidates\",\"n\":8,\"endpoint\":\"chat\"}",
                        "cappy-scorer.best-of {\"policy\":\"random\",\"seed\":5,\"stream_text\":true}");
        assertThat(new String(plan.body(), UTF_8)).contains("\"model\":\"small\"");
    }

    @Test
    void refusesAPolicyWhereNothingIsChosen() {
        CompletionRequest request = Requests.chat("small", ",\"majlis\":{\"policy\":\"first\"}");

        assertThatThrownBy(() -> CallPlan.of(book.find("small"), request))
                .hasMessage("/majlis/policy: route 'small' has no step that chooses");
    }

    @Test
    void refusesNOnARouteThatHasItsOwn() {
        assertThatThrownBy(
                        () -> CallPlan.of(book.find("small-best-of-4"), Requests.chat("small-best-of-4", ",\"n\":2")))
                .hasMessageStartingWith("/n: route 'small-best-of-4' writes its own number of candidates");
    }

    @Test
    void mergesDefaultsUnderTheClientsFieldsAndCapsTokens() throws RoutesFileException {
        Route route = RoutesFile.parse(
                        """
                        - name: short
                          steps: [{to: jais-chat.chat}]
                          defaults: {model: small, temperature: 0.1, top_p: 0.5}
                          limits: {maxTokens: 32}
                        """)
                .get(0);

        String body = new String(
                CallPlan.of(route, Requests.chat("short", ",\"temperature\":0.9"))
                        .body(),
                UTF_8);

        assertThat(body).contains("\"model\":\"small\"", "\"temperature\":0.9", "\"top_p\":0.5", "\"max_tokens\":32");
        assertThatThrownBy(() -> CallPlan.of(route, Requests.chat("short", ",\"max_tokens\":33")))
                .hasMessage("/max_tokens: is 33, the route allows 32");
    }

    private static String written(Hop hop) {
        return hop.operation() + " " + hop.parameters();
    }
}
