package dev.majlis.foe.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.ExpertOutputs;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.TableFile;
import dev.majlis.foe.table.TableLimits;
import dev.majlis.foe.twin.RandomTables;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 60,000 rows of 8 experts and 10 labels: above the bound from which tables get lists. */
class RowIndexTest {
    private static final int ROWS = 60_000;
    private static final OutputTable INPUTS = RandomTables.labelledTwin(new Random(2), 60, 8, 10, 0.6);

    private static OutputTable grouped;
    private static OutputTable plain;

    @BeforeAll
    static void group() {
        grouped = RowIndex.over(RandomTables.labelledTwin(new Random(1), ROWS, 8, 10, 0.6), 1);
        // the same order without lists, for exact search
        plain = grouped.pick(IntStream.range(0, ROWS).toArray());
    }

    @Test
    void findsNearlyAllNeighboursOverTheColumnsOfAnySet() {
        for (ExpertSet asked :
                new ExpertSet[] {ExpertSet.of(3), ExpertSet.of(0, 5), ExpertSet.of(1, 2, 6, 7), ExpertSet.all(8)}) {
            double recall = 0;
            for (int row = 0; row < INPUTS.rows(); row++) {
                ExpertOutputs said = INPUTS.outputs(row, asked);
                Nearest found = RunningDistances.of(grouped, said, asked).nearest(30, -1);
                Nearest exact = RunningDistances.of(plain, said, asked).nearest(30, -1);
                // many rows are equally near: one no farther than the last exact one is as good
                recall += IntStream.range(0, 30)
                                .filter(place -> found.distance(place) <= exact.bound())
                                .count()
                        / (30.0 * INPUTS.rows());
            }
            assertThat(recall).as("recall over %s", asked).isGreaterThan(0.97);
        }
    }

    @Test
    void sumsAreTheSameWhateverTheOrderOfExperts() {
        ExpertOutputs said = INPUTS.outputs(0, INPUTS.all());
        RunningDistances one = new RunningDistances(grouped);
        one.add(4, said.block(4)).nearest(30, -1);
        one.add(2, said.block(2)).nearest(30, -1);
        RunningDistances other = new RunningDistances(grouped).add(2, said.block(2));

        assertThat(other.nearestWith(4, said.block(4), 30, 17).rows())
                .containsExactly(one.nearest(30, 17).rows())
                .doesNotContain(17);
        RunningDistances exact = RunningDistances.of(plain, said, ExpertSet.of(2, 4));
        for (int row = 0; row < ROWS; row += 777) {
            assertThat(one.squared(row)).isEqualTo(exact.squared(row));
        }
    }

    @Test
    void listsAreThereAfterARestart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rows.foet");
        String sha256 = TableFile.write(grouped, file).sha256();
        OutputTable read = TableFile.read(file, TableLimits.DEFAULT);

        assertThat(TableFile.write(read, file).sha256()).isEqualTo(sha256);
        assertThat(read.lists().orElseThrow().count())
                .isEqualTo(grouped.lists().orElseThrow().count());
        ExpertOutputs said = INPUTS.outputs(5, ExpertSet.of(0, 5));
        assertThat(RunningDistances.of(read, said, said.asked()).nearest(30, -1).rows())
                .containsExactly(RunningDistances.of(grouped, said, said.asked())
                        .nearest(30, -1)
                        .rows());
    }

    @Test
    void leavesSmallTablesAlone() {
        assertThat(RowIndex.over(INPUTS, 1)).isSameAs(INPUTS);
    }
}
