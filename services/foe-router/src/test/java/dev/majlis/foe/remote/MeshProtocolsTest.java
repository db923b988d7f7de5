package dev.majlis.foe.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.majlis.foe.expert.CallFailures;
import dev.majlis.foe.expert.ExpertInput;
import dev.majlis.foe.expert.Said;
import dev.majlis.mesh.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeshProtocolsTest {
    @Test
    void readsAnExpertsAnswerWithItsCostAndVersion() throws Exception {
        Said said = new ExpertProtocol()
                .read(
                        json(
                                """
                {"probabilities":[0.25,0.75],"version":"7","cost":{"money":0.5,"ms":3,"tokens":12}}"""));

        assertThat(said.values().orElseThrow()).containsExactly(0.25f, 0.75f);
        assertThat(said.version()).hasValue("7");
        assertThat(said.money()).hasValue(0.5);
        assertThat(said.tokens()).hasValue(12.0);
    }

    @Test
    void asksAScorerForAPairAndNothingElse() throws Exception {
        var protocol = new ScoreProtocol(Optional.of("cappy-mini"));

        assertThat(protocol.question(new ExpertInput(json("{\"instruction\":\"a\",\"response\":\"b\"}"))))
                .isEqualTo(json("{\"model\":\"cappy-mini\",\"items\":[{\"instruction\":\"a\",\"response\":\"b\"}]}"));
        assertThat(protocol.read(json("{\"items\":[{\"score\":0.5}]}")).values().orElseThrow())
                .containsExactly(0.5f);
        assertThatThrownBy(() -> protocol.question(new ExpertInput(TextNode.valueOf("a"))))
                .satisfies(failure -> assertThat(CallFailures.code(failure)).isEqualTo("BAD_INPUT"));
        assertThatThrownBy(() -> protocol.read(json("{\"items\":[{\"error\":{\"code\":\"TOO_LONG\"}}]}")))
                .satisfies(failure -> assertThat(CallFailures.code(failure)).isEqualTo("TOO_LONG"));
    }

    @Test
    void refusesAnAnswerThatHoldsNothing() {
        assertThatThrownBy(() -> new ExpertProtocol().read(json("{\"hello\":1}")))
                .satisfies(failure -> assertThat(CallFailures.code(failure)).isEqualTo("BAD_ANSWER"));
        assertThatThrownBy(() -> new ExpertProtocol().read(json("{\"probabilities\":[0.5,\"x\"]}")))
                .satisfies(failure -> assertThat(CallFailures.code(failure)).isEqualTo("BAD_ANSWER"));
    }

    private static JsonNode json(String text) throws Exception {
        return Json.mapper().readTree(text);
    }
}
