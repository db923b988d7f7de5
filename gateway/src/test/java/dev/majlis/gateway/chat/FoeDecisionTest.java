package dev.majlis.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.council.Verdict;
import dev.majlis.mesh.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoeDecisionTest {
    private static final String CORRELATION = "018bcfe5-6800-7000-8000-000000000001";
    private static final String DECISION =
            "{\"pool\":\"council\",\"policy\":\"foe_frugal\",\"expert\":\"large\",\"experts\":[{\"expert\":\"small\"},"
                    + "{\"expert\":\"large\"}],\"cost\":1.25,\"stop_reason\":\"COST\",\"degraded\":true}";
    private static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"model\":\"inner\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"content\":\"Peace\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"total_tokens\":3,\"foe\":" + DECISION + "}}";

    @Test
    void tellsTheDecisionInShortInAHeader() {
        FoeDecision decision = FoeDecision.of(ANSWER.getBytes(UTF_8)).orElseThrow();

        assertThat(decision.header())
                .isEqualTo("pool=\"council\", policy=\"foe_frugal\", expert=\"large\", asked=(\"small\" \"large\"),"
                        + " cost=1.250, stop=COST, degraded");
    }

    @Test
    void letsNothingIntoTheHeaderThatCouldBreakIt() {
        FoeDecision decision = new FoeDecision(json("{\"pool\":\"a\\r\\nSet-Cookie: x\",\"expert\":\"say \\\"hi\\\"\","
                + "\"stop_reason\":\"A B\",\"experts\":[{\"expert\":\"سلام\"}]}"));

        assertThat(decision.header()).isEqualTo("expert=\"say \\\"hi\\\"\"");
    }

    @Test
    void hasNoneInAnAnswerThatTellsNone() {
        assertThat(FoeDecision.of("{\"choices\":[]}".getBytes(UTF_8))).isEmpty();
        assertThat(FoeDecision.of("no json".getBytes(UTF_8))).isEmpty();
    }

    @Test
    void writesTheDecisionInBothPlacesUnderTheNameTheClientWrote() {
        ObjectNode written = FoeDecision.write(context(false), json(ANSWER));

        assertThat(written.get("model").asText()).isEqualTo("foe:council");
        assertThat(written.at("/majlis/foe/expert").asText()).isEqualTo("large");
        assertThat(written.at("/majlis/correlation_id").asText()).isEqualTo(CORRELATION);
        assertThat(written.at("/usage/foe/expert").asText()).isEqualTo("large");
        assertThat(written.at("/usage/total_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void endsAStreamWithTheDecisionInAChunkWithoutChoices() {
        StreamWriter writer = new StreamWriter(context(false));

        List<SseEvent> events = writer.end(new Chunk(0, 0, "", 0, null, null, null, null, json(ANSWER)));

        JsonNode last = json(events.get(events.size() - 2).data());
        assertThat(last.get("choices")).isEmpty();
        assertThat(last.at("/majlis/foe/stop_reason").asText()).isEqualTo("COST");
        assertThat(events.get(events.size() - 1).data()).isEqualTo("[DONE]");
    }

    @Test
    void keepsTheDecisionWhereABestOfChoosesAmongTheExpertsAnswers() {
        Verdict verdict = new Verdict(0, "Peace", "first", null, null, new Verdict.Cost(1, 1, 0, 0), json(ANSWER));

        ObjectNode answer = BestOfAnswer.write(context(true), verdict);

        assertThat(answer.at("/majlis/policy").asText()).isEqualTo("first");
        assertThat(answer.at("/majlis/foe/expert").asText()).isEqualTo("large");
    }

    private static AnswerContext context(boolean judged) {
        return new AnswerContext(Endpoint.CHAT, "foe:council", judged, true, CORRELATION, false, false, false);
    }

    private static ObjectNode json(String text) {
        return Json.read(text.getBytes(UTF_8), ObjectNode.class);
    }
}
