package dev.majlis.foe.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.mesh.error.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFuserTest {
    @TempDir
    Path folder;

    @Test
    void everyKindAnswersTheSameAfterARestart() throws Exception {
        OutputTable labels = RandomTables.labelledTwin(new Random(1), 300, 4, 3, 0.7);
        OutputTable writers = writers(300, 40);
        Preparation reduced = Preparation.fit(writers, 8, 1);
        OutputTable prepared = reduced.of(writers);
        LogisticSettings quick = new LogisticSettings(2, 32, 0.02, 1e-3, 0.7, 5);

        assertSameAfterRestart(new KnnFuser(labels, 7));
        assertSameAfterRestart(new KnnFuser(prepared, reduced, 5));
        assertSameAfterRestart(LogisticFuser.train(labels, labels, quick));
        assertSameAfterRestart(LogisticFuser.train(prepared, prepared, reduced, quick));
    }

    @Test
    void refusesAFolderThatWasChanged() throws Exception {
        StoredFuser.write(new KnnFuser(RandomTables.labelledTwin(new Random(1), 300, 4, 3, 0.7), 9), folder);
        Path rows = folder.resolve("rows.foet");
        byte[] bytes = Files.readAllBytes(rows);
        bytes[bytes.length / 2] ^= 1;
        Files.write(rows, bytes);
        assertCorrupt();

        Files.delete(rows);
        assertCorrupt();

        Files.writeString(folder.resolve("fuser.json"), "{\"format\":1,\"files\":{\"../../etc/passwd\":\"\"}}");
        assertCorrupt();
    }

    private void assertCorrupt() {
        assertThatThrownBy(() -> StoredFuser.read(folder, TableLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        MeshException.class, e -> assertThat(e.code()).contains("CORRUPT"));
    }

    private void assertSameAfterRestart(Fuser fuser) throws Exception {
        StoredFuser.write(fuser, folder);
        byte[] description = Files.readAllBytes(folder.resolve("fuser.json"));
        Fuser read = StoredFuser.read(folder, TableLimits.DEFAULT);
        StoredFuser.write(read, folder);

        assertThat(Files.readAllBytes(folder.resolve("fuser.json"))).isEqualTo(description);
        assertThat(read.model()).isEqualTo(fuser.model());
        ExpertSet asked = ExpertSet.of(0, 1);
        for (int row = 0; row < 20; row++) {
            assertThat(read.fuse(fuser.rows().outputs(row, asked), asked))
                    .containsExactly(fuser.fuse(fuser.rows().outputs(row, asked), asked));
        }
        float[] raw = new float[40];
        raw[3] = 1;
        if (fuser.preparation().changes(0)) {
            assertThat(read.preparation().of(0, raw))
                    .hasSize(8)
                    .containsExactly(fuser.preparation().of(0, raw));
        }
    }

    private static OutputTable writers(int rows, int width) {
        Random random = new Random(7);
        float[] values = new float[rows * width];
        float[][] qualities = new float[rows][];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                values[row * width + i] = (float) random.nextGaussian();
            }
            qualities[row] = new float[] {random.nextFloat(), random.nextFloat()};
        }
        DenseBlock block = new DenseBlock(values, width);
        return OutputTable.of(List.of(block, block), Targets.qualities(qualities));
    }
}
