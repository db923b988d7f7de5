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
    void letsTheJudgeDrawTheCandidatesWhereItMayStop() {
        CompletionRequest request = Requests.chat(
                "small-best-of-8",
                ",\"stream\":true,\"majlis\":{\"policy\":\"cappy\",\"stop\":{\"max_n\":6,\"min_n\":2},\"min_gain\":0.05}");

        CallPlan plan = CallPlan.of(book.find("small-best-of-8"), request);

        assertThat(plan.slip().hops())
                .extracting(CallPlanTest::written)
                .containsExactly(
                        "cappy-scorer.sample-best-of {\"policy\":\"cappy\",\"generator\":\"jais-chat\",\"endpoint\":\"chat\","
                                + "\"n\":8,\"stop\":{\"max_n\":6,\"min_n\":2,\"min_gain\":0.05},\"stream_text\":true}");
        assertThat(new String(plan.body(), UTF_8)).contains("\"model\":\"small\"");
    }

    @Test
    void stopsAsTheRouteSaysUnlessTheRequestSaysOtherwise() throws RoutesFileException {
        Route route = RoutesFile.parse(
                        """
                        - name: frugal
                          steps:
                            - {to: other-chat.chat, with: {output: candidates, n: 6}}
                            - {to: cappy-scorer.best-of, with: {policy: cappy, model: judge, min_gain: 0.1, stop: {min_n: 3}}}
                          defaults: {model: small}
                        """)
                .get(0);

        assertThat(CallPlan.of(route, Requests.chat("frugal", "")).slip().hops())
                .extracting(CallPlanTest::written)
                .containsExactly(
                        "cappy-scorer.sample-best-of {\"policy\":\"cappy\",\"model\":\"judge\",\"stop\":{\"min_n\":3,\"min_gain\":0.1},"
                                + "\"generator\":\"other-chat\",\"endpoint\":\"chat\",\"n\":6}");
        assertThat(written(CallPlan.of(route, Requests.chat("frugal", ",\"majlis\":{\"min_gain\":0.2}"))
                        .slip()
                        .hops()
                        .get(0)))
                .contains("\"stop\":{\"min_n\":3,\"min_gain\":0.2}");
    }

    @Test
    void refusesToStopWhereNothingIsDrawnOrMoreThanTheRouteWrites() {
        assertThatThrownBy(
                        () -> CallPlan.of(book.find("small"), Requests.chat("small", ",\"majlis\":{\"min_gain\":0.1}")))
                .hasMessage("/majlis/stop: route 'small' does not choose among candidates it writes");
        assertThatThrownBy(() -> CallPlan.of(
                        book.find("small-best-of-4"),
                        Requests.chat("small-best-of-4", ",\"majlis\":{\"stop\":{\"max_n\":5}}")))
                .hasMessage("/majlis/stop/max_n: is 5, route 'small-best-of-4' writes at most 4");
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

    @Test
    void sendsAPoolsNameInOneHopAndTheClientsOwnBytes() {
        CompletionRequest request = Requests.chat("foe:council:foe_frugal(0.05)", "");

        CallPlan plan = CallPlan.of(book.find(request.model()), request);

        assertThat(plan.body()).isSameAs(request.raw());
        assertThat(plan.slip().hops())
                .extracting(CallPlanTest::written)
                .containsExactly("foe-router.chat {\"pool\":\"council\",\"policy\":\"foe_frugal(0.05)\","
                        + "\"output\":\"openai\",\"endpoint\":\"chat\"}");
    }

    @Test
    void asksAPoolByThePolicyOfTheRequest() {
        CompletionRequest request = Requests.chat("foe:council", ",\"majlis\":{\"policy\":\"single(small)\"}");

        assertThat(written(CallPlan.of(book.find("foe:council"), request)
                        .slip()
                        .hops()
                        .get(0)))
                .contains("\"policy\":\"single(small)\"");
    }

    @Test
    void streamsTheTextOfTheLastStepAlone() throws RoutesFileException {
        Route route = RoutesFile.parse(
                        """
                        - name: chain
                          steps:
                            - chat: {output: candidates, n: 2}
                            - best-of: {policy: cappy}
                            - foe: {pool: council}
                          defaults: {model: small}
                        """)
                .get(0);

        CallPlan plan = CallPlan.of(route, Requests.chat("chain", ",\"stream\":true"));

        assertThat(plan.slip().hops())
                .extracting(CallPlanTest::written)
                .containsExactly(
                        "jais-chat.chat {\"output\":\"candidates\",\"n\":2,\"endpoint\":\"chat\"}",
                        "cappy-scorer.best-of {\"policy\":\"cappy\"}",
                        "foe-router.chat {\"pool\":\"council\",\"endpoint\":\"chat\"}");
        assertThat(new String(plan.body(), UTF_8)).contains("\"model\":\"small\"");
    }

    @Test
    void namesThePoolWhereARouteBeginsWithOne() throws RoutesFileException {
        Route route = RoutesFile.parse(
                        """
                        - name: best-expert
                          steps:
                            - foe: {pool: council, output: candidates}
                            - best-of: {policy: cappy}
                        """)
                .get(0);

        CallPlan plan = CallPlan.of(route, Requests.chat("best-expert", ""));

        assertThat(new String(plan.body(), UTF_8)).contains("\"model\":\"foe:council\"");
        assertThatThrownBy(() -> CallPlan.of(route, Requests.chat("best-expert", ",\"majlis\":{\"min_gain\":0.1}")))
                .hasMessage("/majlis/stop: route 'best-expert' does not choose among candidates it writes");
    }

    private static String written(Hop hop) {
        return hop.operation() + " " + hop.parameters();
    }
}
