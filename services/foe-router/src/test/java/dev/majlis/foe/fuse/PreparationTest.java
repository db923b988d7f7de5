package dev.majlis.foe.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.RandomTables;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreparationTest {
    /** 300 columns that are mixtures of 6 hidden ones, with little noise. */
    private static final OutputTable WIDE = mixtures(600, 300, 6);

    @Test
    void leavesProbabilitiesAlone() {
        OutputTable table = RandomTables.labelledTwin(new Random(1), 100, 3, 4, 0.6);
        assertThat(Preparation.fit(table, 2, 1).of(table)).isSameAs(table);
    }

    @Test
    void aReducedBlockKeepsTheDistancesOfTheHiddenColumns() {
        OutputTable standard = Preparation.fit(WIDE, 300, 1).of(WIDE);
        OutputTable reduced = Preparation.fit(WIDE, 6, 1).of(WIDE);

        assertThat(reduced.block(0).width()).isEqualTo(6);
        Random random = new Random(3);
        // one factor for all of them: columns vary by 1 on average before and after
        double factor = 300.0 / 6;
        for (int i = 0; i < 200; i++) {
            int one = random.nextInt(600);
            int other = random.nextInt(600);
            assertThat(factor * distance(reduced, one, other))
                    .isCloseTo(distance(standard, one, other), within(0.08 * distance(standard, one, other) + 2));
        }
    }

    @Test
    void columnsVaryByOneAndTheSameSeedGivesTheSameNumbers() {
        OutputTable reduced = Preparation.fit(WIDE, 6, 1).of(WIDE);
        double squares = 0;
        for (int row = 0; row < 600; row++) {
            for (float value : reduced.block(0).row(row)) {
                squares += value * value;
            }
        }

        assertThat(squares / (600 * 6)).isCloseTo(1, within(0.01));
        assertThat(Preparation.fit(WIDE, 6, 1).of(WIDE).block(0)).isEqualTo(reduced.block(0));
    }

    private static double distance(OutputTable table, int one, int other) {
        double[] sums = new double[table.rows()];
        table.block(0).addDistances(table.block(0).row(one), sums);
        return sums[other];
    }

    private static OutputTable mixtures(int rows, int width, int hidden) {
        Random random = new Random(2);
        float[][] mix = new float[hidden][width];
        for (float[] each : mix) {
            for (int i = 0; i < width; i++) {
                each[i] = (float) random.nextGaussian();
            }
        }
        float[] values = new float[rows * width];
        float[][] qualities = new float[rows][];
        for (int row = 0; row < rows; row++) {
            for (float[] each : mix) {
                double share = random.nextGaussian();
                for (int i = 0; i < width; i++) {
                    values[row * width + i] += (float) (share * each[i] + 0.05 * random.nextGaussian());
                }
            }
            qualities[row] = new float[] {random.nextFloat()};
        }
        return OutputTable.of(List.of(new DenseBlock(values, width)), Targets.qualities(qualities));
    }
}
