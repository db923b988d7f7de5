package dev.majlis.foe.expert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.mesh.json.Json;
import org.junit.jupiter.api.Test;

class ExpertInputTest {
    @Test
    void readsTheWordsOfEveryForm() throws Exception {
        assertThat(input("\"plain\"").text()).isEqualTo("plain");
        assertThat(input("{\"text\":\"field\"}").text()).isEqualTo("field");
        assertThat(input("{\"instruction\":\"ask\",\"response\":\"say\"}").text())
                .isEqualTo("ask\nsay");
        assertThat(input("{\"a\":1}").text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void readsTheLastTurnOfTheUser() throws Exception {
        var conversation = input(
                """
                {"messages":[{"role":"user","content":"first"},
                 {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"},{"type":"text","text":"b"}]},
                 {"role":"assistant","content":"mine"}]}""");

        assertThat(conversation.text()).isEqualTo("a\nb");
        assertThat(conversation.messages())
                .hasValueSatisfying(turns -> assertThat(turns).hasSize(3));
    }

    private static ExpertInput input(String json) throws Exception {
        return new ExpertInput(Json.mapper().readTree(json));
    }
}
