package dev.majlis.foe.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ChatStreamTest {
    @Property(tries = 300)
    void piecesAreTheTextAndSplitNoCharacter(@ForAll @StringLength(max = 300) String text) {
        List<String> pieces = TextPieces.of(text);

        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).noneMatch(String::isEmpty);
    }

    @Test
    void splitsNoPairOfSurrogates() {
        String text = "\uD83D\uDE00".repeat(60);

        assertThat(TextPieces.of("x" + text)).allMatch(piece -> !Character.isLowSurrogate(piece.charAt(0)));
    }

    @Test
    void streamsTheTextThenTheDecisionThenDone() throws Exception {
        String text = "one two three ".repeat(20);
        ObjectNode reply = (ObjectNode)
                Json.mapper()
                        .readTree(
                                """
                {"id":"c","created":1,"model":"foe:p","choices":[{"index":0,"finish_reason":"stop"}],
                 "usage":{"total_tokens":3,"foe":{"cost":1}},"majlis":{"foe":{"cost":1}}}""");

        List<JsonNode> events = new ArrayList<>();
        String stream = ChatStream.events(new ChatAnswer(reply, Optional.of(text)), true);
        for (String event : stream.split("\n\n", -1)) {
            if (event.startsWith("data: {")) {
                events.add(Json.mapper().readTree(event.substring("data: ".length())));
            }
        }

        assertThat(stream).endsWith("data: [DONE]\n\n");
        StringBuilder told = new StringBuilder();
        events.forEach(event -> told.append(event.at("/choices/0/delta/content").asText("")));
        assertThat(told).hasToString(text);
        assertThat(events.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        JsonNode last = events.get(events.size() - 2);
        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(last.at("/majlis/foe/cost").asInt()).isEqualTo(1);
        assertThat(events.get(events.size() - 1).at("/usage/total_tokens").asInt())
                .isEqualTo(3);
    }
}
