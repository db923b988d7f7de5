package dev.majlis.foe.fuse;

import static dev.majlis.foe.twin.TwinCouncil.rehearse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.majlis.foe.frugal.FrugalSettings;
import dev.majlis.foe.policy.Council;
import dev.majlis.foe.policy.Policy;
import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import dev.majlis.foe.twin.RandomTables;
import dev.majlis.foe.twin.TwinCouncil;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticFuserTest {
    private static final LogisticSettings QUICK = new LogisticSettings(20, 32, 0.02, 1e-3, 0.7, 5);

    @Test
    void oneModelServesEverySubset() {
        OutputTable train = RandomTables.labelledTwin(new Random(1), 1_500, 4, 3, 0.7);
        OutputTable test = RandomTables.labelledTwin(new Random(2), 600, 4, 3, 0.7);
        LogisticFuser fuser = LogisticFuser.train(train, test, QUICK);

        double one = accuracy(fuser, test, ExpertSet.of(2));
        double two = accuracy(fuser, test, ExpertSet.of(0, 2));
        double all = accuracy(fuser, test, test.all());

        assertThat(one).isGreaterThan(0.75);
        assertThat(two).isGreaterThan(one + 0.03);
        assertThat(all).isGreaterThan(two + 0.03);
    }

    @Test
    void sameSeedSameFuser() {
        OutputTable table = RandomTables.labelledTwin(new Random(3), 300, 4, 3, 0.6);
        float[] one = LogisticFuser.train(table, table, QUICK).fuse(table.outputs(7, table.all()), table.all());
        float[] again = LogisticFuser.train(table, table, QUICK).fuse(table.outputs(7, table.all()), table.all());
        assertThat(one).containsExactly(again);
    }

    @Test
    void aRowIsFusedLikeTheSameInput() {
        OutputTable table = RandomTables.labelledTwin(new Random(4), 300, 4, 3, 0.6);
        LogisticFuser fuser = LogisticFuser.train(table, table, QUICK);
        ExpertSet asked = ExpertSet.of(0, 3);
        assertThat(fuser.ofRow(5, ExpertSet.of(0)).with(3)).containsExactly(fuser.fuse(table.outputs(5, asked), asked));
    }

    /** Two generators, each good on its half; embeddings say which half it is, and one of them is enough to route. */
    @Test
    void generativeModeFindsTheExpertOfAnInput() {
        OutputTable train = generators(new Random(5), 800);
        OutputTable test = generators(new Random(6), 400);
        Pool pool = new Pool(
                "writers",
                List.of(
                        Expert.generator("prose", 3, Cost.ofMoney(1), "1"),
                        Expert.generator("verse", 3, Cost.ofMoney(1), "1")),
                List.of());
        Council council = TwinCouncil.of(pool, LogisticFuser.train(train, train, QUICK), FrugalSettings.DEFAULT);

        double single = rehearse(council, test, new Policy.BestSingle()).accuracy();
        double full = rehearse(council, test, new Policy.FoeFull()).accuracy();
        var first = rehearse(council, test, new Policy.FoeFirstOnly());

        assertThat(full).isGreaterThan(single + 0.2);
        assertThat(first.accuracy()).isGreaterThan(single + 0.2);
        assertThat(first.meanCost()).isBetween(1.2, 1.8);
    }

    private static double accuracy(Fuser fuser, OutputTable test, ExpertSet asked) {
        return IntStream.range(0, test.rows())
                .mapToDouble(
                        row -> 1 - Loss.ZERO_ONE.of(fuser.fuse(test.outputs(row, asked), asked), test.targets(), row))
                .average()
                .orElseThrow();
    }

    private static OutputTable generators(Random random, int rows) {
        float[][] qualities = new float[rows][];
        List<float[]> embeddings = new ArrayList<>(List.of(new float[rows * 3], new float[rows * 3]));
        for (int row = 0; row < rows; row++) {
            boolean verse = random.nextBoolean();
            qualities[row] = verse ? new float[] {0.2f, 0.8f} : new float[] {0.9f, 0.1f};
            for (float[] embedding : embeddings) {
                for (int i = 0; i < 3; i++) {
                    embedding[row * 3 + i] = (float) (random.nextGaussian() + (verse && i == 0 ? 3 : 0));
                }
            }
        }
        return OutputTable.of(
                embeddings.stream().map(values -> new DenseBlock(values, 3)).toList(), Targets.qualities(qualities));
    }
}
