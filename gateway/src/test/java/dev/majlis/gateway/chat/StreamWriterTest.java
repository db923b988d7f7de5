package dev.majlis.gateway.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.mesh.client.Chunk;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamWriterTest {
    private static final String CORRELATION = "018bcfe5-6800-7000-8000-000000000001"; // 2023-11-14T22:13:20Z

    @Test
    void saysTheRoleFirstThenTextThenWhyItEnded() {
        StreamWriter writer = new StreamWriter(context(false, true, false));
        List<SseEvent> events = new ArrayList<>();

        events.addAll(writer.chunk(text(0, "Pea")));
        events.addAll(writer.chunk(text(1, "ce")));
        events.addAll(writer.chunk(new Chunk(2, 0, "", 0, "stop", null, null, null, null)));
        events.addAll(writer.end(end(
                3,
                "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Peace\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"total_tokens\":3}}")));

        assertThat(events)
                .extracting(SseEvent::data)
                .containsExactly(
                        chunk(
                                "{\"index\":0,\"delta\":{\"content\":\"\",\"role\":\"assistant\"},\"logprobs\":null,\"finish_reason\":null}"),
                        chunk("{\"index\":0,\"delta\":{\"content\":\"Pea\"},\"logprobs\":null,\"finish_reason\":null}"),
                        chunk("{\"index\":0,\"delta\":{\"content\":\"ce\"},\"logprobs\":null,\"finish_reason\":null}"),
                        chunk("{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}"),
                        chunk("").replace("\"usage\":null", "\"usage\":{\"total_tokens\":3}"),
                        "[DONE]");
    }

    @Test
    void givesTheLastEventOfARecordItsId() {
        StreamWriter writer = new StreamWriter(context(false, false, false));

        List<SseEvent> events = writer.chunk(text(0, "Peace"));

        assertThat(events).hasSize(2);
        assertThat(events.get(0).id()).isEmpty();
        assertThat(events.get(1).id()).contains(CORRELATION + ":0");
        assertThat(new String(events.get(1).bytes(), UTF_8))
                .startsWith("id: " + CORRELATION + ":0\ndata: {")
                .endsWith("}\n\n");
    }

    @Test
    void skipsHeartbeats() {
        assertThat(new StreamWriter(context(false, false, false)).chunk(text(0, "")))
                .isEmpty();
    }

    @Test
    void streamsTheChosenTextOfABestOfRouteAndHowItWasChosen() {
        StreamWriter writer = new StreamWriter(context(true, false, true));
        List<SseEvent> events = new ArrayList<>();

        events.addAll(writer.chunk(event(0, "{\"type\":\"candidate-done\",\"index\":1,\"tokens\":4}")));
        events.addAll(writer.chunk(text(1, "Peace")));
        events.addAll(writer.end(end(2, VERDICT)));

        JsonNode progress = Json.read(events.get(0).data().getBytes(UTF_8), JsonNode.class);
        assertThat(progress.get("choices")).isEmpty();
        assertThat(progress.at("/majlis/type").asText()).isEqualTo("candidate-done");
        JsonNode last = Json.read(events.get(3).data().getBytes(UTF_8), JsonNode.class);
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(last.at("/majlis/chosen").asInt()).isEqualTo(1);
        assertThat(last.at("/majlis/scores/1").asDouble()).isEqualTo(-0.5);
        assertThat(events.get(4).data()).isEqualTo("[DONE]");
    }

    @Test
    void answersABestOfRouteWithTheChosenChoiceAlone() {
        JsonNode answer = BestOfAnswer.write(
                context(true, false, false), Json.read(VERDICT.getBytes(UTF_8), dev.majlis.mesh.council.Verdict.class));

        assertThat(answer.get("choices")).hasSize(1);
        assertThat(answer.at("/choices/0/index").asInt()).isZero();
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Peace");
        assertThat(answer.at("/majlis/policy").asText()).isEqualTo("self_score_mean");
        assertThat(answer.at("/majlis/candidates")).hasSize(2);
        assertThat(answer.at("/majlis/candidates/0/text").isMissingNode()).isTrue();
        assertThat(answer.at("/majlis/cost/generatedTokens").asInt()).isEqualTo(9);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void namesAnErrorEvent() {
        SseEvent event = StreamWriter.error(new MeshException(ProblemSlug.STREAM_GAP, "a record is missing"));

        assertThat(new String(event.bytes(), UTF_8))
                .startsWith("event: error\ndata: {\"error\":{\"message\":\"a record");
    }

    private static final String VERDICT =
            "{\"chosen\":1,\"text\":\"Peace\",\"policy\":\"self_score_mean\",\"scores\":[-0.9,-0.5],"
                    + "\"cost\":{\"candidates\":2,\"generatedTokens\":9,\"scorerTokens\":0,\"scorerMillis\":0},"
                    + "\"completion\":{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"small\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"War\"},\"finish_reason\":\"stop\"},"
                    + "{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"Peace\"},\"finish_reason\":\"length\"}],"
                    + "\"usage\":{\"completion_tokens\":9}}}";

    private static AnswerContext context(boolean judged, boolean usage, boolean events) {
        return new AnswerContext(Endpoint.CHAT, "small", judged, false, CORRELATION, usage, false, events);
    }

    private static String chunk(String choice) {
        return "{\"id\":\"chatcmpl-" + CORRELATION + "\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"small\",\"usage\":null,\"choices\":[" + choice + "]}";
    }

    private static Chunk text(long seq, String delta) {
        return new Chunk(seq, 0, delta, 1, null, null, null, null, null);
    }

    private static Chunk event(long seq, String event) {
        return new Chunk(seq, 0, "", 0, null, null, null, Json.read(event.getBytes(UTF_8), JsonNode.class), null);
    }

    private static Chunk end(long seq, String reply) {
        return new Chunk(seq, 0, "", 0, null, null, null, null, Json.read(reply.getBytes(UTF_8), JsonNode.class));
    }
}
