package dev.majlis.foe.twin;

import dev.majlis.foe.pool.Cost;
import dev.majlis.foe.pool.Expert;
import dev.majlis.foe.pool.ExpertSet;
import dev.majlis.foe.pool.Pool;
import dev.majlis.foe.table.DenseBlock;
import dev.majlis.foe.table.OutputTable;
import dev.majlis.foe.table.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The synthetic twin of the CIFAR setting (foe.md §8): 100 sub-classes of 20 labels around random means, 20 experts that
 * each know 30 sub-classes. Splits are drawn apart, so nothing leaks.
 */
public final class SyntheticTwin {
    private static final int DIM = 32;
    private static final int SUBS = 100;
    private static final int LABELS = 20;
    private static final int EXPERTS = 20;
    private static final int HIDDEN = 512;
    private static final Map<String, SyntheticTwin> MADE = new HashMap<>();

    private final Random random;
    private final double[][] means = new double[SUBS][DIM];
    private final List<ExpertSet> ownersOfSub = new ArrayList<>();
    private final OutputTable fuser;
    private final OutputTable test;
    private final List<ExpertSet> testOwners;

    private SyntheticTwin(long seed, double scale) {
        random = new Random(seed);
        for (double[] mean : means) {
            for (int i = 0; i < DIM; i++) {
                mean[i] = scale * random.nextGaussian();
            }
        }
        Split train = new Split(100);
        Split fuserRows = new Split(50);
        Split testRows = new Split(20);
        boolean[][] owns = new boolean[EXPERTS][SUBS];
        List<DenseBlock> fuserBlocks = new ArrayList<>();
        List<DenseBlock> testBlocks = new ArrayList<>();
        for (int k = 0; k < EXPERTS; k++) {
            owns[k] = drawOwned();
            RidgeExpert expert = new RidgeExpert(random, train, owns[k]);
            fuserBlocks.add(expert.answer(fuserRows));
            testBlocks.add(expert.answer(testRows));
        }
        for (int sub = 0; sub < SUBS; sub++) {
            ExpertSet owners = ExpertSet.NONE;
            for (int k = 0; k < EXPERTS; k++) {
                owners = owns[k][sub] ? owners.with(k) : owners;
            }
            ownersOfSub.add(owners);
        }
        fuser = OutputTable.of(fuserBlocks, Targets.labels(fuserRows.labels(), LABELS));
        test = OutputTable.of(testBlocks, Targets.labels(testRows.labels(), LABELS));
        testOwners = IntStream.of(testRows.subs).mapToObj(ownersOfSub::get).toList();
    }

    /** Made once in a JVM for each seed and scale. */
    public static synchronized SyntheticTwin of(long seed, double scale) {
        return MADE.computeIfAbsent(seed + "/" + scale, key -> new SyntheticTwin(seed, scale));
    }

    /** 5,000 rows. */
    public OutputTable fuser() {
        return fuser;
    }

    /** 2,000 rows. */
    public OutputTable test() {
        return test;
    }

    /** The first {@code count} rows of {@code table} in an order drawn by seed. */
    public static OutputTable some(OutputTable table, int count, long seed) {
        int[] rows =
                new Random(seed).ints(0, table.rows()).distinct().limit(count).toArray();
        return table.pick(rows);
    }

    /** Experts of unit cost. */
    public Pool pool() {
        List<String> labels = IntStream.range(0, LABELS).mapToObj(i -> "l" + i).toList();
        return new Pool(
                "twin",
                IntStream.range(0, EXPERTS)
                        .mapToObj(k -> Expert.classifier("e" + k, labels, Cost.ofMoney(1), "1"))
                        .toList(),
                labels);
    }

    public List<ExpertSet> testOwners() {
        return testOwners;
    }

    private boolean[] drawOwned() {
        boolean[] owned = new boolean[SUBS];
        for (int label = 0; label < LABELS; label++) {
            owned[5 * label + random.nextInt(5)] = true;
        }
        int more = 10;
        while (more > 0) {
            int sub = random.nextInt(SUBS);
            if (!owned[sub]) {
                owned[sub] = true;
                more--;
            }
        }
        return owned;
    }

    /** Rows of every sub-class, in order. */
    final class Split {
        final float[][] inputs;
        final int[] subs;

        private Split(int perSub) {
            inputs = new float[SUBS * perSub][DIM];
            subs = new int[SUBS * perSub];
            for (int row = 0; row < subs.length; row++) {
                subs[row] = row / perSub;
                for (int i = 0; i < DIM; i++) {
                    inputs[row][i] = (float) (means[subs[row]][i] + random.nextGaussian());
                }
            }
        }

        int[] labels() {
            return IntStream.of(subs).map(sub -> sub / 5).toArray();
        }
    }

    /** Random ReLU features and a ridge on top. */
    private static final class RidgeExpert {
        private final float[][] inner = new float[DIM][HIDDEN];
        private final float[] bias = new float[HIDDEN];
        private final float[][] outer = new float[HIDDEN][LABELS];

        RidgeExpert(Random random, Split train, boolean[] owned) {
            for (float[] row : inner) {
                for (int j = 0; j < HIDDEN; j++) {
                    row[j] = (float) (random.nextGaussian() / Math.sqrt(DIM));
                }
            }
            for (int j = 0; j < HIDDEN; j++) {
                bias[j] = (float) (0.5 * random.nextGaussian());
            }
            int[] rows = IntStream.range(0, train.subs.length)
                    .filter(row -> owned[train.subs[row]])
                    .toArray();
            float[][] features = new float[rows.length][];
            float[][] targets = new float[rows.length][LABELS];
            for (int i = 0; i < rows.length; i++) {
                features[i] = hidden(train.inputs[rows[i]]);
                Arrays.fill(targets[i], -0.05f);
                targets[i][train.subs[rows[i]] / 5] += 1;
            }
            double[][] weights = Ridge.solve(features, targets, 10);
            for (int j = 0; j < HIDDEN; j++) {
                for (int c = 0; c < LABELS; c++) {
                    outer[j][c] = (float) weights[j][c];
                }
            }
        }

        DenseBlock answer(Split split) {
            float[] values = new float[split.subs.length * LABELS];
            for (int row = 0; row < split.subs.length; row++) {
                float[] probabilities = softmax(hidden(split.inputs[row]));
                System.arraycopy(probabilities, 0, values, row * LABELS, LABELS);
            }
            return new DenseBlock(values, LABELS);
        }

        private float[] hidden(float[] input) {
            float[] hidden = bias.clone();
            for (int i = 0; i < DIM; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    hidden[j] += input[i] * inner[i][j];
                }
            }
            for (int j = 0; j < HIDDEN; j++) {
                hidden[j] = Math.max(0, hidden[j]);
            }
            return hidden;
        }

        private float[] softmax(float[] hidden) {
            float[] scores = new float[LABELS];
            for (int j = 0; j < HIDDEN; j++) {
                if (hidden[j] != 0) {
                    for (int c = 0; c < LABELS; c++) {
                        scores[c] += hidden[j] * outer[j][c];
                    }
                }
            }
            double sum = 0;
            for (int c = 0; c < LABELS; c++) {
                scores[c] = (float) Math.exp(6 * scores[c]);
                sum += scores[c];
            }
            for (int c = 0; c < LABELS; c++) {
                scores[c] /= (float) sum;
            }
            return scores;
        }
    }
}
