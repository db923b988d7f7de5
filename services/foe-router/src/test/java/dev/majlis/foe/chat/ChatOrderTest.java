package dev.majlis.foe.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.chat.ChatOrder.Output;
import dev.majlis.mesh.json.Json;
import org.junit.jupiter.api.Test;

class ChatOrderTest {
    @Test
    void readsPoolAndPolicyFromTheModelsName() throws Exception {
        ChatOrder order = order("{}", "{\"model\":\"foe:mine:foe_frugal(0.05)\"}");

        assertThat(order.pool()).isEqualTo("mine");
        assertThat(order.policy().orElseThrow().asText()).isEqualTo("foe_frugal(0.05)");
        assertThat(order.output()).isEqualTo(Output.OPENAI);
        assertThat(order.model()).isEqualTo("foe:mine:foe_frugal(0.05)");
    }

    @Test
    void theHopsParametersWin() throws Exception {
        ChatOrder order = order(
                "{\"pool\":\"p\",\"policy\":{\"name\":\"foe_full\"},\"output\":\"candidates\",\"keep\":\"good\"}",
                "{\"model\":\"foe:other:random\"}");

        assertThat(order.pool()).isEqualTo("p");
        assertThat(order.model()).isEqualTo("foe:p:foe_full");
        assertThat(order.output()).isEqualTo(Output.CANDIDATES);
        assertThat(order.keepLabel()).hasValue("good");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> order("{}", "{\"model\":\"gpt\"}")).hasMessageContaining("/model");
        assertThatThrownBy(() -> order("{\"pool\":\"p\",\"output\":\"xml\"}", "{}"))
                .hasMessageContaining("/output");
        assertThatThrownBy(() -> order("{\"pool\":\"p\",\"output\":\"verdict\"}", "{}"))
                .hasMessageContaining("label");
        assertThatThrownBy(() -> order("{\"pool\":\"p\",\"keep\":3}", "{}")).hasMessageContaining("/keep");
        assertThatThrownBy(() -> order("{\"pool\":\"p\",\"endpoint\":\"x\"}", "{}"))
                .hasMessageContaining("/endpoint");
    }

    private static ChatOrder order(String parameters, String body) throws Exception {
        return ChatOrder.of(
                (ObjectNode) Json.mapper().readTree(parameters), Json.mapper().readTree(body));
    }
}
