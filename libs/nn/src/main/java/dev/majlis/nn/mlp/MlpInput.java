package dev.majlis.nn.mlp;

import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;

/** The features of one row, all blocks behind each other. */
public sealed interface MlpInput {

    /**
     * Every column.
     *
     * @param values {@code float[width]}; what stands in a block that is missing is not read
     */
    record Dense(float[] values) implements MlpInput {
        @Override
        public void require(MlpConfig config) {
            if (values.length != config.width()) {
                throw new NnException(
                        Kind.INVALID, "a row has " + values.length + " columns, the model reads " + config.width());
            }
            requireFinite(values);
        }
    }

    /**
     * The columns that are not zero.
     *
     * @param indices of columns, each at most once
     * @param values as many
     */
    record Sparse(int[] indices, float[] values) implements MlpInput {
        @Override
        public void require(MlpConfig config) {
            if (indices.length != values.length) {
                throw new NnException(
                        Kind.INVALID, "a row has " + indices.length + " indices and " + values.length + " values");
            }
            int width = config.width();
            for (int index : indices) {
                if (index < 0 || index >= width) {
                    throw new NnException(Kind.INVALID, "column " + index + " is outside of a row of " + width);
                }
            }
            if (!config.standardised().isEmpty()) {
                throw new NnException(
                        Kind.INVALID, "sparse rows cannot be standardised: every zero would become a value");
            }
            requireFinite(values);
        }
    }

    /** @throws NnException {@code INVALID} when a model of this shape cannot read it */
    void require(MlpConfig config);

    private static void requireFinite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new NnException(Kind.INVALID, "value " + i + " of a row is " + values[i]);
            }
        }
    }
}
