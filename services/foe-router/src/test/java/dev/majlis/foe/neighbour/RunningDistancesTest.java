package dev.majlis.foe.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.LabelBlock;
import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningDistancesTest {
    private static final int EXPERTS = 8;
    private static final int LABELS = 4;
    private static final int WIDTH = 12;

    /** Looking at few rows must find the same rows, at the same distances, in the same order. */
    @Test
    void oneMoreExpertGivesTheSameWhetherItIsKeptOrNot() {
        for (int rows : new int[] {3, 40, 2_000}) {
            for (boolean labels : new boolean[] {false, true}) {
                OutputTable table = table(new Random(rows), rows, labels);
                Random random = new Random(7);
                for (int i = 0; i < 60; i++) {
                    compare(table, random.nextInt(rows), random);
                }
            }
        }
    }

    private static void compare(OutputTable table, int row, Random random) {
        int[] drawn = random.ints(0, EXPERTS)
                .distinct()
                .limit(2 + random.nextInt(EXPERTS - 1))
                .toArray();
        ExpertSet asked = ExpertSet.of(IntStream.of(drawn).skip(1).toArray());
        int further = drawn[0];
        int k = 1 + random.nextInt(12);
        int excluded = random.nextBoolean() ? row : -1;
        RunningDistances distances = RunningDistances.ofRow(table, row, asked);
        RunningDistances all = RunningDistances.ofRow(table, row, asked.with(further));

        Nearest found = distances.nearestWith(further, table.block(further).row(row), k, excluded);
        Nearest expected = all.nearest(k, excluded);

        assertThat(found.rows()).containsExactly(expected.rows());
        for (int place = 0; place < expected.size(); place++) {
            assertThat(found.distance(place)).isEqualTo(expected.distance(place));
        }
        // what was looked up for one question must not answer another
        assertThat(distances
                        .nearestWith(further, table.block(further).row(row), k + 3, -1)
                        .rows())
                .containsExactly(all.nearest(k + 3, -1).rows());
    }

    private static OutputTable table(Random random, int rows, boolean labels) {
        int[] truth = random.ints(rows, 0, LABELS).toArray();
        List<OutputBlock> blocks = IntStream.range(0, EXPERTS)
                .mapToObj(k -> labels ? labelled(random, rows) : dense(random, rows))
                .toList();
        return OutputTable.of(blocks, Targets.labels(truth, LABELS));
    }

    /** As an expert says it that is more or less sure: most rows differ in few columns. */
    private static OutputBlock dense(Random random, int rows) {
        float[] values = new float[rows * WIDTH];
        for (int row = 0; row < rows; row++) {
            float sure = random.nextFloat();
            for (int i = 0; i < WIDTH; i++) {
                values[row * WIDTH + i] = (1 - sure) * random.nextFloat() / WIDTH;
            }
            values[row * WIDTH + random.nextInt(WIDTH)] = sure;
        }
        return new DenseBlock(values, WIDTH);
    }

    /** Coarse, so that rows are equally far. */
    private static OutputBlock labelled(Random random, int rows) {
        short[] said = new short[rows];
        float[] sure = new float[rows];
        for (int row = 0; row < rows; row++) {
            said[row] = (short) random.nextInt(LABELS);
            sure[row] = random.nextInt(5) / 4f;
        }
        return new LabelBlock(said, sure, LABELS);
    }
}
