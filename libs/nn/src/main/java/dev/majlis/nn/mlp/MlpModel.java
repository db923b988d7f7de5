package dev.majlis.nn.mlp;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import dev.majlis.nn.encoder.Parameters;
import dev.majlis.nn.encoder.Pass;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.mlp.MlpInput.Sparse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A perceptron on the engine, where it learns; {@link Mlp} runs what was saved. Not thread-safe. */
public final class MlpModel implements AutoCloseable {
    private final MlpConfig config;
    private final Standardisation standardisation;
    private final MlpInputs inputs;
    private final Parameters parameters;

    private MlpModel(MlpConfig config, Standardisation standardisation, Parameters parameters) {
        this.config = config;
        this.standardisation = standardisation;
        this.inputs = new MlpInputs(config, standardisation);
        this.parameters = parameters;
    }

    /**
     * A model of random weights, uniform in ±1/√inputs of a layer, drawn from the configuration's seed.
     *
     * @param rows by which its input is standardised
     * @param threads of the engine
     */
    public static MlpModel random(MlpConfig config, List<MlpExample> rows, int threads) {
        Standardisation standardisation =
                Standardisation.fit(requireNonNull(config, "config is null"), requireNonNull(rows, "rows is null"));
        var parameters = new Parameters(TorchEngine.newManager(threads));
        var random = new SplittableRandom(config.seed());
        int[] widths = config.widths();
        for (int layer = 0; layer < widths.length - 1; layer++) {
            int in = widths[layer];
            int out = widths[layer + 1];
            double bound = 1 / Math.sqrt(in);
            parameters.add(MlpFiles.weight(layer), uniform(in * out, bound, random), in, out);
            parameters.add(MlpFiles.bias(layer), uniform(out, bound, random), out);
        }
        return new MlpModel(config, standardisation, parameters);
    }

    private static float[] uniform(int size, double bound, SplittableRandom random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    public MlpConfig config() {
        return config;
    }

    /** The weights; live as long as this. */
    public Parameters parameters() {
        return parameters;
    }

    /** {@code float[n][classes]} in the scope; while it learns, a masked model drops experts of each row. */
    NDArray logits(List<MlpExample> rows, Pass pass, NDManager scope) {
        long[] masks = rows.stream().mapToLong(row -> mask(row, pass)).toArray();
        boolean sparse = rows.stream().allMatch(row -> row.input() instanceof Sparse);
        NDArray x = sparse ? sparseLayer(rows, masks, scope) : denseLayer(rows, masks, scope);
        for (int layer = 1; layer <= config.hidden().size(); layer++) {
            x = linear(pass.drop(Activation.relu(x), config.dropout()), layer);
        }
        return x;
    }

    private long mask(MlpExample row, Pass pass) {
        return config.masked() && pass.update().isPresent()
                ? ExpertDropout.keep(row.present(), config.seed(), pass.update().getAsLong(), row.number())
                : row.present();
    }

    private NDArray denseLayer(List<MlpExample> rows, long[] masks, NDManager scope) {
        int size = inputs.size();
        float[] values = new float[Math.multiplyExact(rows.size(), size)];
        for (int i = 0; i < masks.length; i++) {
            inputs.write(rows.get(i).input(), masks[i], values, i * size);
        }
        return linear(TorchEngine.owned(scope, values, rows.size(), size), 0);
    }

    /** Only the rows of the first weight matrix that any example of the batch names are multiplied. */
    private NDArray sparseLayer(List<MlpExample> rows, long[] masks, NDManager scope) {
        List<Sparse> kept = IntStream.range(0, masks.length)
                .mapToObj(i -> inputs.kept((Sparse) rows.get(i).input(), masks[i]))
                .toList();
        // column 0 is there also when every row is empty
        int[] columns = IntStream.concat(
                        IntStream.of(0), kept.stream().flatMapToInt(row -> Arrays.stream(row.indices())))
                .sorted()
                .distinct()
                .toArray();
        float[] values = new float[Math.multiplyExact(rows.size(), columns.length)];
        for (int i = 0; i < masks.length; i++) {
            Sparse row = kept.get(i);
            for (int k = 0; k < row.indices().length; k++) {
                values[i * columns.length + Arrays.binarySearch(columns, row.indices()[k])] = row.values()[k];
            }
        }
        NDArray named = scope.create(Arrays.stream(columns).asLongStream().toArray(), new Shape(columns.length));
        NDArray table = Embedding.embedding(named, parameters.get(MlpFiles.weight(0)), SparseFormat.DENSE)
                .singletonOrThrow();
        table.attach(scope);
        return TorchEngine.owned(scope, values, rows.size(), columns.length)
                .matMul(table)
                .add(parameters.get(MlpFiles.bias(0)));
    }

    private NDArray linear(NDArray x, int layer) {
        return x.matMul(parameters.get(MlpFiles.weight(layer))).add(parameters.get(MlpFiles.bias(layer)));
    }

    /** Writes {@code mlp.safetensors} and {@code mlp.json} into a folder, each whole or not at all. */
    public void save(Path folder) {
        MlpFiles.write(folder, config, standardisation, parameters);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
