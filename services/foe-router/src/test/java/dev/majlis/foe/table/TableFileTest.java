package dev.majlis.foe.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.error.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    @TempDir
    Path folder;

    @Test
    void holdsWhatWasWrittenInEqualBytes() throws Exception {
        OutputTable table = withOrigins(RandomTables.of(new Random(1), 5_000, 6, 7));
        Path file = folder.resolve("rows.foet");

        String first = TableFile.write(table, file).sha256();
        OutputTable read = TableFile.read(file, TableLimits.DEFAULT);

        assertThat(read.rows()).isEqualTo(5_000);
        assertThat(read.bytes()).isEqualTo(table.bytes());
        for (int k = 0; k < 6; k++) {
            assertThat(read.block(k)).isEqualTo(table.block(k));
        }
        for (int row = 0; row < 5_000; row++) {
            assertThat(read.targets().of(row)).isEqualTo(table.targets().of(row));
        }
        assertThat(read.origins().inputs()).isEqualTo(table.origins().inputs());
        assertThat(read.origins().domains()).isEqualTo(table.origins().domains());
        assertThat(read.origins().names()).containsExactly("books", "films");
        assertThat(TableFile.write(read, file).sha256()).isEqualTo(first);
    }

    @Test
    void sharesTheBlockOfAPromptAndKeepsQualities() throws Exception {
        float[][] qualities = {{0.5f, 0.5f}, {1, 0.25f}, {0, 1}};
        TableBuilder builder = new TableBuilder(new int[] {2, 2}, TableLimits.DEFAULT);
        for (int row = 0; row < 3; row++) {
            float[] prompt = {row, 1};
            builder.add(new float[][] {prompt, prompt}, "all", row + 1);
        }
        OutputTable table = builder.build(Targets.qualities(qualities));
        Path file = folder.resolve("rows.foet");

        TableFile.write(table, file);
        OutputTable read = TableFile.read(file, TableLimits.DEFAULT);

        assertThat(table.block(1)).isSameAs(table.block(0));
        assertThat(read.block(1)).isSameAs(read.block(0));
        assertThat(read.bytes()).isEqualTo(table.bytes());
        assertThat(read.targets().mode()).isEqualTo(FuserMode.GENERATIVE);
        assertThat(read.targets().share(0, 1)).isEqualTo(0.5f);
        assertThat(read.targets().gain(1, 1)).isEqualTo(0.25);
    }

    @Test
    void refusesEveryChangedByteAndEveryCut() throws Exception {
        OutputTable table = withOrigins(RandomTables.of(new Random(2), 40, 2, 3));
        Path file = folder.resolve("rows.foet");
        TableFile.write(table, file);
        byte[] sound = Files.readAllBytes(file);

        for (int at = 0; at < sound.length; at++) {
            byte[] changed = sound.clone();
            changed[at] ^= 0x41;
            Files.write(file, changed);
            assertRefused(file);
        }
        for (int length = 0; length < sound.length; length += 7) {
            Files.write(file, Arrays.copyOf(sound, length));
            assertRefused(file);
        }
        Files.write(file, Arrays.copyOf(sound, sound.length + 1));
        assertRefused(file);
    }

    @Test
    void readsNoMoreThanAllowed() throws Exception {
        Path file = folder.resolve("rows.foet");
        TableFile.write(RandomTables.of(new Random(3), 100, 2, 3), file);
        for (TableLimits limits : List.of(new TableLimits(99, 1 << 20), new TableLimits(100, 500))) {
            assertThatThrownBy(() -> TableFile.read(file, limits))
                    .isInstanceOfSatisfying(
                            MeshException.class, e -> assertThat(e.code()).contains("TOO_LARGE"));
        }
    }

    private static void assertRefused(Path file) {
        assertThatThrownBy(() -> TableFile.read(file, TableLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("CORRUPT"));
    }

    private static OutputTable withOrigins(OutputTable table) {
        int[] domains = new Random(5).ints(table.rows(), 0, 2).toArray();
        long[] inputs = new Random(6).longs(table.rows()).toArray();
        List<OutputBlock> blocks = table.all().stream().mapToObj(table::block).toList();
        return new OutputTable(
                blocks,
                table.targets(),
                new RowOrigins(inputs, domains, List.of("books", "films")),
                TableLimits.DEFAULT);
    }
}
