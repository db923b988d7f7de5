package dev.majlis.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.data.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorerTaskTest {
    private final ScorerTask task = new ScorerTask();

    private static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ObjectNode.class);
    }

    @Test
    void fillsInItsDefaults() {
        ObjectNode all = task.parameters(object("{'epochs': 3}"));

        assertThat(all.get("epochs").intValue()).isEqualTo(3);
        assertThat(all.get("batchSize").intValue()).isEqualTo(32);
        assertThat(all.get("learningRate").doubleValue()).isEqualTo(1e-4);
        assertThat(task.parameters(all)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'epoch': 3}                        | /parameters/epoch: unknown",
                "{'epochs': 0}                       | /parameters/epochs: expected a whole number from 1 to 1000, got 0",
                "{'epochs': 1.5}                     | /parameters/epochs",
                "{'epochs': '3'}                     | /parameters/epochs",
                "{'epochs': 99999999999}             | /parameters/epochs",
                "{'learningRate': 0}                 | /parameters/learningRate",
                "{'validationShare': 0.6}            | /parameters/validationShare",
                "{'maxTokens': 64, 'microTokens': 8} | /parameters/microTokens: must be at least maxTokens",
            })
    void refusesParametersItDoesNotKnowOrThatAreOutOfRange(String given, String message) {
        assertThatThrownBy(() -> task.parameters(object(given))).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'response': 'b', 'label': 1}                           | instruction is missing",
                "{'instruction': 1, 'response': 'b', 'label': 1}         | instruction is no text",
                "{'instruction': 'a', 'label': 1}                        | response is missing",
                "{'instruction': 'a', 'response': 'b'}                   | label is missing",
                "{'instruction': 'a', 'response': 'b', 'label': 1.01}    | label is 1.01",
                "{'instruction': 'a', 'response': 'b', 'label': -0.5}    | label is -0.5",
                "{'instruction': 'a', 'response': 'b', 'label': 'good'}  | label is",
                "{'instruction': 'a', 'response': 'b', 'label': 'NaN'}   | label is",
                "{'instruction': 'a', 'response': 'b', 'label': [1]}     | label is [1]",
                "{'instruction': 'a', 'response': 'b', 'label': true}    | label is true",
            })
    void saysWhatIsWrongWithARow(String row, String message) {
        assertThatThrownBy(() -> task.check(new Row(1, object(row))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void takesNumbersAndTextsOfNumbers() {
        for (String label : List.of("1", "0.25", "'0.25'", "' 1 '", "0")) {
            assertThatCode(() -> task.check(
                            new Row(1, object("{'instruction': 'a', 'response': '', 'label': " + label + ", 'x': 1}"))))
                    .doesNotThrowAnyException();
        }
    }
}
