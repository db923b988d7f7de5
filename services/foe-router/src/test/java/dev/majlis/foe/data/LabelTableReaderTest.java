package dev.majlis.foe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.Classes;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.error.MeshException;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelTableReaderTest {
    private static final Pool PETS = pool(2, List.of("cat", "dog"));

    /** The shape of the released table of 20 experts (foe.md §4): 10,000 rows, labels and 2-decimal confidences. */
    @Test
    void readsWhatAGeneratedTwinOfTwentyExpertsHolds() throws IOException {
        OutputTable twin = RandomTables.labelledTwin(new Random(11), 10_000, 20, 20, 0.55);
        Pool pool = pool(20, IntStream.range(0, 20).mapToObj(Integer::toString).toList());

        LoadedTable loaded = LabelTableReader.read(new StringReader(lines(twin)), pool, TableLimits.DEFAULT);

        OutputTable table = loaded.table();
        assertThat(loaded.rejected()).isZero();
        assertThat(table.rows()).isEqualTo(10_000);
        assertThat(table.bytes()).isEqualTo(10_000L * (20 * 6 + 4 + 12));
        for (int row = 0; row < table.rows(); row += 97) {
            assertThat(table.targets().of(row)).isEqualTo(twin.targets().of(row));
            for (int k = 0; k < 20; k++) {
                assertThat(table.block(k).row(row))
                        .containsExactly(twin.block(k).row(row));
            }
        }
    }

    @Test
    void tellsBadLinesByNumberAndKeepsTheRest() throws IOException {
        String lines = String.join(
                "\n",
                line("cat", "cat", "0.9"),
                "{not json",
                line("cow", "cat", "0.9"),
                line("dog", "cow", "0.9"),
                "",
                line("dog", "dog", "1.2"),
                "{\"label\":\"dog\",\"labels\":[\"dog\"],\"confidences\":[0.5]}",
                line("dog", "dog", "0.5"));

        LoadedTable loaded = LabelTableReader.read(new StringReader(lines), PETS, TableLimits.DEFAULT);

        assertThat(loaded.table().rows()).isEqualTo(2);
        assertThat(loaded.rejected()).isEqualTo(5);
        assertThat(loaded.rejects().stream().map(reject -> reject.line() + " " + reject.code()))
                .containsExactly(
                        "2 BAD_JSON",
                        "3 LABEL_NOT_IN_POOL",
                        "4 LABEL_NOT_IN_POOL",
                        "6 PROBABILITIES_INVALID",
                        "7 DIM_MISMATCH");
    }

    @Test
    void refusesMoreRowsThanAllowedAndTablesWithoutRows() {
        String three = (line("cat", "cat", "0.9") + "\n").repeat(3);
        assertThatThrownBy(() -> LabelTableReader.read(new StringReader(three), PETS, new TableLimits(2, 1 << 20)))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("TOO_LARGE"));
        assertThatThrownBy(() -> LabelTableReader.read(new StringReader("{}\n"), PETS, TableLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("EMPTY_DATASET"));
    }

    @Test
    void refusesRowsOnWhichExpertsWereTrained() throws IOException {
        String lines =
                """
                {"label":"cat","labels":["cat","cat"],"confidences":[1,1],"input":"purr"}
                {"label":"dog","labels":["dog","cat"],"confidences":[1,1],"input":"woof"}
                """;
        OutputTable table = LabelTableReader.read(new StringReader(lines), PETS, TableLimits.DEFAULT)
                .table();

        new LeakCheck(new long[] {InputHash.of("moo")}).requireUnseen(table.origins());
        assertThatThrownBy(() -> new LeakCheck(new long[] {InputHash.of("moo"), InputHash.of(" woof\n")})
                        .requireUnseen(table.origins()))
                .isInstanceOfSatisfying(MeshException.class, e -> {
                    assertThat(e.code()).contains("LEAKED_ROWS");
                    assertThat(e).hasMessageContaining("row 1");
                });
    }

    private static String line(String label, String said, String confidence) {
        return "{\"label\":\"%s\",\"labels\":[\"%s\",\"cat\"],\"confidences\":[%s,0.5]}"
                .formatted(label, said, confidence);
    }

    private static String lines(OutputTable table) {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < table.rows(); row++) {
            int at = row;
            List<float[]> features = IntStream.range(0, table.experts())
                    .mapToObj(k -> table.block(k).row(at))
                    .toList();
            String labels = features.stream()
                    .map(each -> Integer.toString(Classes.argmax(each)))
                    .collect(Collectors.joining(","));
            String confidences = features.stream()
                    .map(each -> Float.toString(each[Classes.argmax(each)]))
                    .collect(Collectors.joining(","));
            lines.append("{\"id\":\"r%d\",\"label\":%d,\"labels\":[%s],\"confidences\":[%s]}\n"
                    .formatted(row, table.targets().of(row), labels, confidences));
        }
        return lines.toString();
    }

    private static Pool pool(int experts, List<String> labels) {
        return new Pool(
                "p",
                IntStream.range(0, experts)
                        .mapToObj(k -> Expert.classifier("e" + k, labels, Cost.ofMoney(1), "1"))
                        .toList(),
                labels);
    }
}
