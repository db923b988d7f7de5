package dev.majlis.nn.mlp;

import static java.util.Objects.requireNonNull;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;

/**
 * A row with what is to be learnt from it.
 *
 * @param input features
 * @param present mask of the blocks that the row has, bit k for block k
 * @param target distribution over the classes, {@code float[classes]}
 * @param weight share in the mean loss, above 0
 * @param number of the row; which experts are dropped for it in an update follows from it
 */
public record MlpExample(MlpInput input, long present, float[] target, double weight, long number) {
    private static final double SLACK = 1e-3;

    public MlpExample {
        requireNonNull(input, "input is null");
        double sum = 0;
        for (float share : target) {
            if (!(share >= 0)) {
                throw new NnException(Kind.INVALID, "a target has the share " + share);
            }
            sum += share;
        }
        if (!(Math.abs(sum - 1) <= SLACK)) {
            throw new NnException(Kind.INVALID, "the shares of a target sum to " + sum + ", not to 1");
        }
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new NnException(Kind.INVALID, "a weight must be above 0 and finite, not " + weight);
        }
    }

    /** All blocks, one class, weight 1. */
    public static MlpExample of(MlpConfig config, MlpInput input, int target, long number) {
        return new MlpExample(input, config.allBlocks(), oneHot(target, config.classes()), 1, number);
    }

    /**
     * Blocks one by one.
     *
     * @param blocks {@code float[K][]}; null for one that is missing
     */
    public static MlpExample ofBlocks(MlpConfig config, float[][] blocks, float[] target, double weight, long number) {
        int[] offsets = config.offsets();
        if (blocks.length != offsets.length - 1) {
            throw new NnException(
                    Kind.INVALID, "a row has " + blocks.length + " blocks, the model reads " + (offsets.length - 1));
        }
        float[] values = new float[config.width()];
        long present = 0;
        for (int k = 0; k < blocks.length; k++) {
            if (blocks[k] != null) {
                int width = offsets[k + 1] - offsets[k];
                if (blocks[k].length != width) {
                    throw new NnException(
                            Kind.INVALID, "block " + k + " has " + blocks[k].length + " columns, not " + width);
                }
                System.arraycopy(blocks[k], 0, values, offsets[k], width);
                present |= 1L << k;
            }
        }
        return new MlpExample(new MlpInput.Dense(values), present, target, weight, number);
    }

    /** The distribution that is all on one class. */
    public static float[] oneHot(int target, int classes) {
        if (target < 0 || target >= classes) {
            throw new NnException(Kind.INVALID, "class " + target + " is none of " + classes);
        }
        float[] shares = new float[classes];
        shares[target] = 1;
        return shares;
    }

    /** The same with fewer blocks. */
    public MlpExample withPresent(long mask) {
        return new MlpExample(input, mask, target, weight, number);
    }

    /** @throws NnException {@code INVALID} when a model of this shape cannot learn from it */
    public void require(MlpConfig config) {
        input.require(config);
        config.requireMask(present);
        if (target.length != config.classes()) {
            throw new NnException(
                    Kind.INVALID, "a target has " + target.length + " classes, the model has " + config.classes());
        }
    }
}
