package dev.majlis.nn.mlp;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Drawn rows, the same for the same seed. */
final class MlpRows {
    private MlpRows() {}

    /** Features that follow nothing, targets that follow nothing. */
    static List<MlpExample> noise(MlpConfig config, int count, long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> MlpExample.of(config, dense(config, random), random.nextInt(config.classes()), i))
                .toList();
    }

    static MlpInput.Dense dense(MlpConfig config, SplittableRandom random) {
        float[] values = new float[config.width()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 + 2 * random.nextGaussian());
        }
        return new MlpInput.Dense(values);
    }

    static MlpInput.Sparse sparse(MlpConfig config, SplittableRandom random) {
        int[] indices = random.ints(0, config.width()).distinct().limit(5).toArray();
        float[] values = new float[indices.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new MlpInput.Sparse(indices, values);
    }

    /**
     * Each block is an expert's softmax-like output that names the right class in its own half of the classes, and is noise
     * outside of it.
     */
    static List<MlpExample> experts(MlpConfig config, int count, long seed) {
        var random = new SplittableRandom(seed);
        int blocks = config.blocks().size();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int right = random.nextInt(config.classes());
                    float[][] values = new float[blocks][config.classes()];
                    for (int k = 0; k < blocks; k++) {
                        int named = right % blocks == k ? right : random.nextInt(config.classes());
                        values[k][named] = right % blocks == k ? 1f : 0.4f;
                    }
                    return MlpExample.ofBlocks(config, values, MlpExample.oneHot(right, config.classes()), 1, i);
                })
                .toList();
    }
}
