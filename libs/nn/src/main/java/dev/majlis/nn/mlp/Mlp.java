package dev.majlis.nn.mlp;

import dev.majlis.nn.mlp.MlpInput.Dense;
import dev.majlis.nn.mlp.MlpInput.Sparse;
import java.nio.file.Path;

/**
 * A trained perceptron in plain Java, without the engine. A layer is added up input by input, so that the inner loop runs
 * along a row of weights, and inputs that are zero (missing blocks, ReLU) cost nothing. Thread-safe.
 */
public final class Mlp {
    private final MlpConfig config;
    private final MlpInputs inputs;
    private final float[][] weights;
    private final float[][] biases;

    private Mlp(MlpFiles.Read read) {
        this.config = read.config();
        this.inputs = new MlpInputs(config, read.standardisation());
        this.weights = read.weights();
        this.biases = read.biases();
    }

    /**
     * Reads {@code mlp.json} and {@code mlp.safetensors} of a folder.
     *
     * @throws dev.majlis.nn.NnException {@code CORRUPT} or {@code UNSUPPORTED}, naming the file
     */
    public static Mlp open(Path folder) {
        return new Mlp(MlpFiles.read(folder));
    }

    public MlpConfig config() {
        return config;
    }

    /**
     * {@code float[classes]} before the softmax.
     *
     * @param z {@code float[width]}; what stands in a block that is missing is not read
     * @param mask bit k for block k; all of them unless the model is masked
     * @throws dev.majlis.nn.NnException {@code INVALID} when width or mask do not fit
     */
    public float[] logits(float[] z, long mask) {
        return logits(new Dense(z), mask);
    }

    /**
     * The same of a sparse row.
     *
     * @param indices columns that are not zero, each at most once
     * @param values as many
     */
    public float[] logits(int[] indices, float[] values, long mask) {
        return logits(new Sparse(indices, values), mask);
    }

    /** The same of either. */
    public float[] logits(MlpInput row, long mask) {
        row.require(config);
        config.requireMask(mask);
        float[] x = row instanceof Sparse sparse ? sparseLayer(inputs.kept(sparse, mask)) : denseLayer(row, mask);
        for (int layer = 1; layer < weights.length; layer++) {
            rectify(x);
            x = linear(x, layer);
        }
        return x;
    }

    /** Softmax of the logits. */
    public float[] probabilities(float[] z, long mask) {
        return softmax(logits(z, mask), 1);
    }

    /** Softmax of the logits of a sparse row. */
    public float[] probabilities(int[] indices, float[] values, long mask) {
        return softmax(logits(indices, values, mask), 1);
    }

    /**
     * Softmax of logits divided by a temperature.
     *
     * @param temperature above 0; 1 leaves them as they are
     */
    public static float[] softmax(float[] logits, double temperature) {
        float highest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            highest = Math.max(highest, logit);
        }
        double[] powers = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            powers[i] = Math.exp((logits[i] - highest) / temperature);
            sum += powers[i];
        }
        float[] shares = new float[logits.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) (powers[i] / sum);
        }
        return shares;
    }

    private float[] denseLayer(MlpInput row, long mask) {
        float[] x = new float[inputs.size()];
        inputs.write(row, mask, x, 0);
        return linear(x, 0);
    }

    private float[] sparseLayer(Sparse row) {
        float[] y = biases[0].clone();
        for (int i = 0; i < row.indices().length; i++) {
            add(row.values()[i], weights[0], row.indices()[i], y);
        }
        return y;
    }

    private float[] linear(float[] x, int layer) {
        float[] y = biases[layer].clone();
        for (int i = 0; i < x.length; i++) {
            if (x[i] != 0) {
                add(x[i], weights[layer], i, y);
            }
        }
        return y;
    }

    /** y += factor · row of the matrix. */
    private static void add(float factor, float[] matrix, int row, float[] y) {
        int from = row * y.length;
        for (int j = 0; j < y.length; j++) {
            y[j] += factor * matrix[from + j];
        }
    }

    private static void rectify(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
        }
    }
}
