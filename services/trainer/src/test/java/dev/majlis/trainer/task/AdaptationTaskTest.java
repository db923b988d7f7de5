package dev.majlis.trainer.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.cappy.data.Example;
import dev.majlis.cappy.train.ScorerTrainingSpec;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.json.Json;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptationTaskTest {
    private final AdaptationTask task = new AdaptationTask(
            (operation, model, tokens) -> {
                throw new IllegalStateException("nobody is asked for candidates here");
            },
            Clock.systemUTC());

    private static ObjectNode object(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), ObjectNode.class);
    }

    @Test
    void fillsInItsDefaults() {
        ObjectNode all = task.parameters(object("{'trainSize': 640, 'generator': {'decodings': {'topk40': 2}}}"));

        assertThat(all.get("trainSize").intValue()).isEqualTo(640);
        assertThat(all.get("holdout").doubleValue()).isEqualTo(.2);
        assertThat(all.get("rougeMode").textValue()).isEqualTo("compat");
        assertThat(all.get("schedule").textValue()).isEqualTo("updates");
        assertThat(all.at("/generator/service").textValue()).isEqualTo("jais-chat");
        assertThat(all.at("/generator/maxNewTokens").intValue()).isEqualTo(64);
        assertThat(task.parameters(all)).isEqualTo(all);
    }

    @Test
    void theOfficialScheduleNeverReachesItsPeak() {
        ObjectNode official = task.parameters(
                object("{'schedule': 'official', 'batchSize': 128, 'warmUp': 0.1, 'learningRate': 0.00002}"));

        ScorerTrainingSpec spec = AdaptationParameters.spec(official, 1, 1);

        assertThat(spec.peak()).isCloseTo(1.25e-5, Offset.offset(1e-12));
        assertThat(spec.warmUp()).isEqualTo(1);
        assertThat(AdaptationParameters.spec(task.parameters(object("{}")), 1, 1)
                        .warmUp())
                .isEqualTo(.06);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'epochs': 3}                                | /parameters/epochs: unknown",
                "{'trainSize': 0}                             | /parameters/trainSize: expected a whole number from 1",
                "{'holdout': 0.9}                             | /parameters/holdout",
                "{'rougeMode': 'latin'}                       | /parameters/rougeMode: expected one of compat, unicode",
                "{'schedule': 'cosine'}                       | /parameters/schedule: expected one of updates, official",
                "{'schedule': 'official', 'batchSize': 8}     | /parameters/schedule: official needs",
                "{'generator': 7}                             | /parameters/generator: expected an object",
                "{'generator': {'beams': 4}}                  | /parameters/generator/beams: unknown",
                "{'generator': {'decodings': {}}}             | /parameters/generator/decodings",
                "{'generator': {'decodings': {'beam4': 1}}}   | /parameters/generator/decodings/beam4: beam search is not",
                "{'generator': {'decodings': {'topk40': 65}}} | /parameters/generator/decodings: more than 64",
                "{'generator': {'service': 'a b'}}            | /parameters/generator/service",
            })
    void refusesParametersItDoesNotKnowOrThatAreOutOfRange(String given, String message) {
        assertThatThrownBy(() -> task.parameters(object(given))).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'references': ['a']}                                                  | /instruction: is required",
                "{'instruction': 'q'}                                                   | /response: is required",
                "{'instruction': 'q', 'references': []}                                 | /references: is empty",
                "{'instruction': 'q', 'references': ['a']}                              | has neither samples nor",
                "{'instruction': 'q', 'references': ['a'], 'samples': ['a']}            | /samples: expected an object",
                "{'instruction': 'q', 'choices': ['a', 'b'], 'label': 2}                | label is 2, there are 2 choices",
                "{'instruction': 'q', 'choices': ['a', 'b'], 'label': true}             | label is neither a choice",
                "{'instruction': 'q', 'choices': ['a', 'b'], 'label': 'c'}              | no reference is one of the choices",
                "{'instruction': 'q', 'choices': ['a', 'a'], 'label': 'a'}              | /choices: two are the same",
                "{'instruction': 'q', 'choices': ['a'], 'label': 'a'}                   | has neither samples nor",
            })
    void saysWhatIsWrongWithARow(String row, String message) {
        Examination examination = task.examine(task.parameters(object("{}")), 1);

        assertThatThrownBy(() -> examination.accept(new Row(1, object(row))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void takesALabelAsAChoiceOrAsItsNumber() {
        for (String label : new String[] {"'b'", "1"}) {
            Example example = AdaptationRows.read(
                    new Row(1, object("{'instruction': 'q', 'choices': ['a', 'b'], 'label': " + label + "}")), false);
            assertThat(example.references()).containsExactly("b");
        }
    }

    @Test
    void refusesWhatCannotBeLearntBeforeAJobIsMade() {
        assertRefused("{}", 7, "{'instruction': 'q%d', 'choices': ['a', 'b'], 'label': 0}", "TOO_FEW_POSITIVES");
        assertRefused("{}", 20, "{'instruction': 'q%d', 'choices': ['a', 'b'], 'label': 0}", "TOO_FEW_HELD_OUT");
        assertRefused(
                "{}", 60, "{'instruction': 'q%d', 'references': ['a'], 'samples': {'s': ['a']}}", "CONSTANT_LABELS");
        assertRefused("{'generator': {}}", 7, "{'instruction': 'q%d', 'references': ['a']}", "TOO_FEW_POSITIVES");
    }

    private void assertRefused(String parameters, int rows, String row, String code) {
        Examination examination = task.examine(task.parameters(object(parameters)), 1);
        for (int i = 0; i < rows; i++) {
            examination.accept(new Row(i + 1, object(row.formatted(i))));
        }
        assertThatThrownBy(examination::end).satisfies(thrown -> {
            assertThat(((MeshException) thrown).status()).isEqualTo(422);
            assertThat(((MeshException) thrown).code()).contains(code);
        });
    }
}
