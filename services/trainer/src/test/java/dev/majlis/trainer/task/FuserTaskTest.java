package dev.majlis.trainer.task;

import static dev.majlis.trainer.task.Contexts.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.nn.mlp.Mlp;
import dev.majlis.trainer.data.Examination;
import dev.majlis.trainer.data.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuserTaskTest {
    private static final String TWO = "{'blocks': [2, 1], 'classes': 2, 'hidden': [16], 'epochs': 40, 'batchSize': 16,"
            + " 'learningRate': 0.01, 'standardise': [1]}";

    @TempDir
    Path folder;

    private final FuserTask task = new FuserTask();

    @Test
    void fillsInItsDefaultsAndNeedsNoBase() {
        ObjectNode all = task.parameters(object("{'blocks': [2, 3], 'classes': 4}"));

        assertThat(all.get("hidden").toString()).isEqualTo("[256,256]");
        assertThat(all.get("masked").booleanValue()).isTrue();
        assertThat(all.get("learningRate").doubleValue()).isEqualTo(1e-3);
        assertThat(all.get("weightDecay").doubleValue()).isEqualTo(1e-3);
        assertThat(all.get("schedule").textValue()).isEqualTo("cosine");
        assertThat(task.needsBase(all)).isFalse();
        assertThat(task.parameters(all)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'classes': 2}                                     | /parameters/blocks: expected 1 to 64 times",
                "{'blocks': [2]}                                    | /parameters/classes: is required",
                "{'blocks': [0], 'classes': 2}                      | /parameters/blocks",
                "{'blocks': [2], 'classes': 1}                      | /parameters/classes",
                "{'blocks': [2], 'classes': 2, 'masked': 'yes'}     | /parameters/masked: expected true or false",
                "{'blocks': [2], 'classes': 2, 'standardise': [1]}  | /parameters: number of a standardised block",
                "{'blocks': [1048576], 'classes': 2, 'hidden': [16384]} | /parameters: 17179934722 weights are too many",
            })
    void refusesParametersThatAreOutOfRange(String given, String message) {
        assertThatThrownBy(() -> task.parameters(object(given))).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'target': 1}                                              | features or target is missing",
                "{'features': [[1, 2]], 'target': 1}                        | features is no array of 2 blocks",
                "{'features': [[1], [2]], 'target': 1}                      | block 0 is no array of 2 numbers",
                "{'features': [[1, '2'], [2]], 'target': 1}                 | block 0 has at 1 no finite number",
                "{'features': [[1, 1e99], [2]], 'target': 1}                | block 0 has at 1 no finite number",
                "{'features': [null, null], 'target': 1}                    | mask 0x0 must name at least one",
                "{'features': [[1, 2], [2]], 'target': 2}                   | class 2 is none of 2",
                "{'features': [[1, 2], [2]], 'target': 'a'}                 | target is no array of 2 numbers",
                "{'features': [[1, 2], [2]], 'target': [0.5, 0.4]}          | the shares of a target sum to",
                "{'features': [[1, 2], [2]], 'target': 1, 'weight': 0}      | a weight must be above 0",
                "{'features': [[1, 2], [2]], 'target': 1, 'weight': 'a'}    | weight is no number",
            })
    void saysWhatIsWrongWithARow(String row, String message) {
        Examination examination = task.examine(task.parameters(object(TWO)), 1);

        assertThatThrownBy(() -> examination.accept(new Row(1, object(row))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesAMissingBlockUnlessItIsMasked() {
        Row row = new Row(1, object("{'features': [[1, 2], null], 'target': 1}"));
        task.examine(task.parameters(object(TWO)), 1).accept(row);

        Examination whole =
                task.examine(task.parameters(object(TWO.replace("'classes'", "'masked': false, 'classes'"))), 1);
        assertThatThrownBy(() -> whole.accept(row)).hasMessageContaining("a block is missing");
    }

    @Test
    void trainsAFuserThatAnswersForEverySubset() {
        var trained = (TrainingOutcome.Trained) task.run(Contexts.of(
                task.parameters(object(TWO)), folder.resolve("none"), FuserTaskRows.of(200), folder, () -> false));

        assertThat(trained.kind()).isEqualTo("foe-fuser");
        assertThat(trained.metrics().get("accuracy")).isGreaterThan(0.9);
        assertThat(trained.metrics()).containsEntry("validationRows", 20.0).containsKeys("logLoss", "validationLoss");
        Mlp mlp = Mlp.open(folder.resolve("out"));
        for (long mask = 1; mask <= 3; mask++) {
            assertThat(mlp.probabilities(new float[] {0.9f, 0.1f, 1050}, mask)[0])
                    .isGreaterThan(0.7f);
            assertThat(mlp.probabilities(new float[] {0.1f, 0.9f, 950}, mask)[1])
                    .isGreaterThan(0.7f);
        }
    }

    @Test
    void givesTheSameFileAfterACancellation() throws Exception {
        ObjectNode parameters = task.parameters(object(TWO));
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        task.run(Contexts.of(parameters, folder, FuserTaskRows.of(100), whole, () -> false));
        var asked = new AtomicInteger();

        assertThat(task.run(Contexts.of(
                        parameters, folder, FuserTaskRows.of(100), parts, () -> asked.incrementAndGet() > 20)))
                .isInstanceOf(TrainingOutcome.Cancelled.class);
        task.run(Contexts.of(parameters, folder, FuserTaskRows.of(100), parts, () -> false));

        assertThat(Files.readAllBytes(parts.resolve("out/mlp.safetensors")))
                .isEqualTo(Files.readAllBytes(whole.resolve("out/mlp.safetensors")));
    }
}
