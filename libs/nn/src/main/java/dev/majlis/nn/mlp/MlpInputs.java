package dev.majlis.nn.mlp;

import dev.majlis.nn.mlp.MlpInput.Dense;
import dev.majlis.nn.mlp.MlpInput.Sparse;
import java.util.Arrays;

/** What the first layer reads of a row: standardised, without the blocks that are missing, the mask behind. Thread-safe. */
final class MlpInputs {
    private final MlpConfig config;
    private final int[] offsets;
    private final int width;
    private final Standardisation standardisation;
    private final boolean[] standardised;

    MlpInputs(MlpConfig config, Standardisation standardisation) {
        this.config = config;
        this.offsets = config.offsets();
        this.width = config.width();
        this.standardisation = standardisation;
        this.standardised = new boolean[config.blocks().size()];
        config.standardised().forEach(block -> standardised[block] = true);
    }

    int size() {
        return config.inputs();
    }

    /** Writes the columns of a row to where they begin in {@code into}, which is zero there. */
    void write(MlpInput row, long mask, float[] into, int at) {
        if (row instanceof Dense dense) {
            writeDense(dense.values(), mask, into, at);
        } else if (row instanceof Sparse sparse) {
            Sparse kept = kept(sparse, mask);
            for (int i = 0; i < kept.indices().length; i++) {
                into[at + kept.indices()[i]] = kept.values()[i];
            }
        }
    }

    private void writeDense(float[] z, long mask, float[] into, int at) {
        for (int block = 0; block < standardised.length; block++) {
            if ((mask >>> block & 1) == 0) {
                continue;
            }
            int from = offsets[block];
            int end = offsets[block + 1];
            if (standardised[block]) {
                for (int i = from; i < end; i++) {
                    into[at + i] =
                            (z[i] - standardisation.mean()[i]) * standardisation.scale()[i];
                }
            } else {
                System.arraycopy(z, from, into, at + from, end - from);
            }
            if (config.masked()) {
                into[at + width + block] = 1f;
            }
        }
    }

    /** The entries of the blocks that are there, and those of the mask. */
    Sparse kept(Sparse row, long mask) {
        if (!config.masked()) {
            return row;
        }
        int blocks = Long.bitCount(mask);
        int[] indices = new int[row.indices().length + blocks];
        float[] values = new float[indices.length];
        int count = 0;
        for (int i = 0; i < row.indices().length; i++) {
            if ((mask >>> block(row.indices()[i]) & 1) == 1) {
                indices[count] = row.indices()[i];
                values[count++] = row.values()[i];
            }
        }
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            indices[count] = width + Long.numberOfTrailingZeros(rest);
            values[count++] = 1f;
        }
        return new Sparse(Arrays.copyOf(indices, count), Arrays.copyOf(values, count));
    }

    private int block(int column) {
        int found = Arrays.binarySearch(offsets, column);
        return found >= 0 ? found : -found - 2;
    }
}
