package dev.majlis.nn.mlp;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a perceptron looks like. Its input is the concatenation z of K blocks of features; a masked one reads
 * [z ⊙ mask, mask] with a column more for each block, so that one model answers for every subset of blocks (FoE §2.4c).
 *
 * @param blocks width of each of the K blocks
 * @param masked whether blocks may be missing
 * @param hidden widths of the hidden layers, ReLU behind each; none for softmax regression
 * @param classes outputs
 * @param dropout rate in [0, 1) behind each hidden layer, while it learns
 * @param standardised numbers of the blocks whose columns are brought to mean 0 and deviation 1
 * @param seed of the first weights and of the experts that are dropped
 */
public record MlpConfig(
        List<Integer> blocks,
        boolean masked,
        List<Integer> hidden,
        int classes,
        double dropout,
        List<Integer> standardised,
        long seed) {
    /** One bit each in a mask. */
    public static final int MOST_BLOCKS = Long.SIZE;

    private static final int MOST_LAYERS = 16;
    private static final int WIDEST_BLOCK = 1 << 24;
    private static final int WIDEST_LAYER = 1 << 16;
    private static final long MOST_WEIGHTS = 1L << 29;

    public MlpConfig {
        blocks = List.copyOf(blocks);
        hidden = List.copyOf(hidden);
        standardised = List.copyOf(new TreeSet<>(standardised));
        requireBetween("number of blocks", blocks.size(), 1, MOST_BLOCKS);
        blocks.forEach(block -> requireBetween("width of a block", block, 1, WIDEST_BLOCK));
        requireBetween("number of hidden layers", hidden.size(), 0, MOST_LAYERS);
        hidden.forEach(layer -> requireBetween("width of a hidden layer", layer, 1, WIDEST_LAYER));
        requireBetween("number of classes", classes, 2, WIDEST_LAYER);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new NnException(Kind.INVALID, "dropout must be in [0, 1), not " + dropout);
        }
        int last = blocks.size() - 1;
        standardised.forEach(block -> requireBetween("number of a standardised block", block, 0, last));
        long weights = 0;
        long before = blocks.stream().mapToLong(Integer::longValue).sum() + (masked ? blocks.size() : 0);
        List<Integer> after = new ArrayList<>(hidden);
        after.add(classes);
        for (int width : after) {
            weights += (before + 1) * width;
            before = width;
        }
        if (weights > MOST_WEIGHTS) {
            throw new NnException(Kind.INVALID, weights + " weights are too many, the limit is " + MOST_WEIGHTS);
        }
    }

    /** Softmax regression on blocks that are all there. */
    public static MlpConfig of(List<Integer> blocks, int classes) {
        return new MlpConfig(blocks, false, List.of(), classes, 0, List.of(), 11111);
    }

    /** The same for every subset of blocks, or for all of them only. */
    public MlpConfig withMasked(boolean value) {
        return new MlpConfig(blocks, value, hidden, classes, dropout, standardised, seed);
    }

    /** The same with hidden layers, and dropout behind each. */
    public MlpConfig withHidden(List<Integer> widths, double rate) {
        return new MlpConfig(blocks, masked, widths, classes, rate, standardised, seed);
    }

    /** The same with these blocks standardised. */
    public MlpConfig withStandardised(List<Integer> numbers) {
        return new MlpConfig(blocks, masked, hidden, classes, dropout, numbers, seed);
    }

    public MlpConfig withSeed(long value) {
        return new MlpConfig(blocks, masked, hidden, classes, dropout, standardised, value);
    }

    /** Columns of z. */
    public int width() {
        return blocks.stream().mapToInt(Integer::intValue).sum();
    }

    /** Columns that the first layer reads. */
    public int inputs() {
        return width() + (masked ? blocks.size() : 0);
    }

    /** Widths from the input to the classes; a layer lies between two. */
    public int[] widths() {
        int[] widths = new int[hidden.size() + 2];
        widths[0] = inputs();
        for (int i = 0; i < hidden.size(); i++) {
            widths[i + 1] = hidden.get(i);
        }
        widths[widths.length - 1] = classes;
        return widths;
    }

    /** Where each block begins in z, and at the end the width of z. */
    public int[] offsets() {
        int[] offsets = new int[blocks.size() + 1];
        for (int i = 0; i < blocks.size(); i++) {
            offsets[i + 1] = offsets[i] + blocks.get(i);
        }
        return offsets;
    }

    /** The mask in which every block is there. */
    public long allBlocks() {
        return -1L >>> (MOST_BLOCKS - blocks.size());
    }

    /** @throws NnException {@code INVALID} for a mask of blocks that this model does not answer for */
    public void requireMask(long mask) {
        if (mask == 0 || (mask & ~allBlocks()) != 0) {
            throw new NnException(
                    Kind.INVALID,
                    "mask 0x" + Long.toHexString(mask) + " must name at least one of " + blocks.size()
                            + " blocks and no other");
        }
        if (!masked && mask != allBlocks()) {
            throw new NnException(Kind.INVALID, "a block is missing, and the model is not one for subsets");
        }
    }

    private static void requireBetween(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new NnException(Kind.INVALID, what + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
