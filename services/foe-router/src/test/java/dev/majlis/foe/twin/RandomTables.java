package dev.majlis.foe.twin;

import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.LabelBlock;
import dev.majlis.foe.table.OutputBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small random tables with many equal distances, so that ties are met. */
public final class RandomTables {
    private RandomTables() {}

    public static OutputTable of(Random random, int rows, int experts, int labels) {
        List<OutputBlock> blocks = new ArrayList<>();
        for (int k = 0; k < experts; k++) {
            blocks.add(k % 2 == 0 ? dense(random, rows, labels) : labelled(random, rows, labels));
        }
        return OutputTable.of(
                blocks, Targets.labels(random.ints(rows, 0, labels).toArray(), labels));
    }

    /** A twin of a stored table of predicted labels and confidences: right with the given chance. */
    public static OutputTable labelledTwin(Random random, int rows, int experts, int labels, double right) {
        int[] truth = random.ints(rows, 0, labels).toArray();
        List<OutputBlock> blocks = new ArrayList<>();
        for (int k = 0; k < experts; k++) {
            short[] said = new short[rows];
            float[] sure = new float[rows];
            for (int row = 0; row < rows; row++) {
                boolean isRight = random.nextDouble() < right;
                said[row] = (short) (isRight ? truth[row] : random.nextInt(labels));
                sure[row] =
                        Math.round(100 * (isRight ? 0.5 + random.nextDouble() / 2 : random.nextDouble() * 0.8)) / 100f;
            }
            blocks.add(new LabelBlock(said, sure, labels));
        }
        return OutputTable.of(blocks, Targets.labels(truth, labels));
    }

    private static DenseBlock dense(Random random, int rows, int width) {
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            // quarters that sum to 1
            for (int i = 0; i < 4; i++) {
                values[row * width + random.nextInt(width)] += 0.25f;
            }
        }
        return new DenseBlock(values, width);
    }

    private static LabelBlock labelled(Random random, int rows, int width) {
        short[] labels = new short[rows];
        float[] confidences = new float[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = (short) random.nextInt(width);
            confidences[row] = random.nextInt(9) / 8f;
        }
        return new LabelBlock(labels, confidences, width);
    }
}
