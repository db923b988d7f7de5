package dev.majlis.nn.encoder;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.majlis.nn.NnException;
import dev.majlis.nn.NnException.Kind;
import dev.majlis.nn.encoder.EncoderNames.Needed;
import dev.majlis.nn.engine.TorchEngine;
import dev.majlis.nn.file.WrittenFile;
import dev.majlis.nn.safetensors.DataType;
import dev.majlis.nn.safetensors.SafetensorsFile;
import dev.majlis.nn.safetensors.SafetensorsWriter;
import dev.majlis.nn.text.TokenSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * An encoder with a head, in fp32 on the PyTorch engine, straight from {@code config.json} and safetensors: to be run, to be
 * trained, to be saved in the layout that other libraries read. Not thread-safe.
 */
public final class EncoderModel implements AutoCloseable {
    private static final String WORDS = "embeddings.word_embeddings.weight";

    private final EncoderConfig config;
    private final HeadKind head;
    private final Parameters parameters;
    private final TransformerEncoder encoder;

    private EncoderModel(EncoderConfig config, HeadKind head, Parameters parameters) {
        this.config = config;
        this.head = head;
        this.parameters = parameters;
        this.encoder = new TransformerEncoder(config, parameters);
    }

    /**
     * Opens {@code config.json} and {@code model.safetensors} of a folder; every weight must be there.
     *
     * @param threads that one operation may use; the first model of the process decides for all
     */
    public static EncoderModel open(Path folder, HeadKind head, int threads) {
        return open(
                EncoderConfig.read(folder.resolve("config.json")), folder.resolve("model.safetensors"), head, threads);
    }

    /** Opens weights that go with a configuration; every weight must be there. */
    public static EncoderModel open(EncoderConfig config, Path weights, HeadKind head, int threads) {
        return load(config, weights, head, threads, null);
    }

    /**
     * Opens an encoder and gives it a new head, drawn from the seed, where the file has none that fits.
     *
     * @param labels outputs of the head
     */
    public static EncoderModel openForTraining(Path folder, HeadKind head, int labels, long seed, int threads) {
        EncoderConfig config = EncoderConfig.read(folder.resolve("config.json")).withLabels(labels);
        return load(config, folder.resolve("model.safetensors"), head, threads, new SplittableRandom(seed));
    }

    /** A model of random weights, as the configuration says. */
    public static EncoderModel random(EncoderConfig config, HeadKind head, long seed, int threads) {
        Parameters parameters = new Parameters(TorchEngine.newManager(threads));
        var random = new SplittableRandom(seed);
        needed(config, head).forEach(need -> initialise(need, config, parameters, random));
        return new EncoderModel(config, head, parameters);
    }

    private static List<Needed> needed(EncoderConfig config, HeadKind head) {
        List<Needed> needed = new ArrayList<>(EncoderNames.encoder(config));
        needed.addAll(EncoderNames.head(config, head));
        return needed;
    }

    /** @param random draws what a head lacks; null where nothing may be missing */
    private static EncoderModel load(
            EncoderConfig config, Path weights, HeadKind head, int threads, SplittableRandom random) {
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            String prefix = prefix(file, weights);
            Parameters parameters = new Parameters(TorchEngine.newManager(threads));
            try {
                for (Needed need : EncoderNames.encoder(config)) {
                    copy(file, weights, prefix + need.name(), need, parameters);
                }
                for (Needed need : EncoderNames.head(config, head)) {
                    String name = need.name().startsWith("pooler.") ? prefix + need.name() : need.name();
                    boolean fits = file.find(name)
                            .filter(info -> Arrays.equals(info.dimensions(), need.shape()))
                            .isPresent();
                    if (fits || random == null) {
                        copy(file, weights, name, need, parameters);
                    } else {
                        initialise(need, config, parameters, random);
                    }
                }
            } catch (RuntimeException e) {
                parameters.close();
                throw e;
            }
            return new EncoderModel(config, head, parameters);
        }
    }

    private static String prefix(SafetensorsFile file, Path weights) {
        return file.names().stream()
                .filter(name -> name.endsWith(WORDS))
                .map(name -> name.substring(0, name.length() - WORDS.length()))
                .findFirst()
                .orElseThrow(() -> new NnException(Kind.CORRUPT, weights + " has no tensor named …" + WORDS));
    }

    private static void copy(SafetensorsFile file, Path path, String name, Needed need, Parameters parameters) {
        long[] shape = file.info(name).dimensions();
        if (!Arrays.equals(shape, need.shape())) {
            throw new NnException(
                    Kind.CORRUPT,
                    path + ": tensor " + name + " has the shape " + Arrays.toString(shape) + ", the configuration says "
                            + Arrays.toString(need.shape()));
        }
        parameters.add(need.name(), file.floats(name), shape);
    }

    private static void initialise(Needed need, EncoderConfig config, Parameters parameters, SplittableRandom random) {
        int size = Math.toIntExact(Arrays.stream(need.shape()).reduce(1, Math::multiplyExact));
        float[] values = new float[size];
        if (need.name().endsWith("LayerNorm.weight")) {
            Arrays.fill(values, 1f);
        } else if (!need.name().endsWith(".bias")) {
            for (int i = 0; i < size; i++) {
                values[i] = (float) (random.nextGaussian() * config.initialDeviation());
            }
        }
        parameters.add(need.name(), values, need.shape());
    }

    public EncoderConfig config() {
        return config;
    }

    public HeadKind head() {
        return head;
    }

    /** The weights; live as long as this. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Which parameters to freeze so that only the head and the last layers are trained; the embeddings are frozen too.
     *
     * @param layers encoder layers, counted from the top, that stay trainable
     */
    public Predicate<String> allButLast(int layers) {
        int first = config.layers() - layers;
        return name -> {
            if (name.startsWith("embeddings.")) {
                return true;
            }
            if (!name.startsWith("encoder.layer.")) {
                return false;
            }
            String rest = name.substring("encoder.layer.".length());
            return Integer.parseInt(rest.substring(0, rest.indexOf('.'))) < first;
        };
    }

    /** The last hidden state, {@code float[n][width][d]}, in the scope. */
    public NDArray hidden(EncoderBatch batch, Pass pass, NDManager scope) {
        return encoder.hidden(batch, pass, scope);
    }

    /**
     * What the head makes of a batch, in the scope: {@code SEQUENCE float[n][labels]}, {@code TOKENS
     * float[n][width][labels]}, {@code MEAN} and {@code FIRST float[n][d]}. Never an activation after the last layer.
     */
    public NDArray output(EncoderBatch batch, Pass pass, NDManager scope) {
        boolean onlyFirst = head == HeadKind.SEQUENCE || head == HeadKind.FIRST;
        NDArray hidden = onlyFirst ? encoder.firstHidden(batch, pass, scope) : hidden(batch, pass, scope);
        try (NDManager local = scope.newSubManager()) {
            hidden.attach(local);
            NDArray output =
                    switch (head) {
                        case SEQUENCE -> sequence(hidden, pass);
                        case TOKENS -> encoder.linear(pass.drop(hidden, config.classifierDropout()), "classifier");
                        case MEAN -> unit(mean(hidden, batch));
                        case FIRST -> unit(first(hidden));
                    };
            output.attach(scope);
            return output;
        }
    }

    private NDArray sequence(NDArray hidden, Pass pass) {
        NDArray h = first(hidden);
        if (config.roberta()) {
            h = pass.drop(h, config.classifierDropout());
        }
        NDArray inner = encoder.linear(h, EncoderNames.inner(config)).tanh();
        return encoder.linear(pass.drop(inner, config.classifierDropout()), EncoderNames.outer(config));
    }

    private static NDArray first(NDArray hidden) {
        return hidden.get(new NDIndex(":, 0"));
    }

    private static NDArray mean(NDArray hidden, EncoderBatch batch) {
        NDArray real = batch.real().expandDims(2);
        real.attach(hidden.getManager());
        NDArray counts = batch.real().sum(new int[] {1}, true);
        counts.attach(hidden.getManager());
        return hidden.mul(real).sum(new int[] {1}).div(counts);
    }

    private static NDArray unit(NDArray rows) {
        return rows.normalize(2, 1, 1e-12);
    }

    /** Outputs for sequences, one row each: of the head's shape, tokens of padding left out. */
    public List<float[]> run(List<TokenSequence> sequences) {
        try (NDManager scope = parameters.scope()) {
            float[] values = output(EncoderBatch.of(sequences, config, scope), Pass.ANSWER, scope)
                    .toFloatArray();
            int each = values.length / sequences.size();
            List<float[]> rows = new ArrayList<>(sequences.size());
            for (int i = 0; i < sequences.size(); i++) {
                int length = head == HeadKind.TOKENS ? sequences.get(i).length() * config.labels() : each;
                rows.add(Arrays.copyOfRange(values, i * each, i * each + length));
            }
            return rows;
        }
    }

    /**
     * Writes {@code config.json} and {@code model.safetensors} into a folder, in the names of the Hugging Face library. A
     * tokenizer is the caller's to copy.
     *
     * @param type F32, F16 or BF16
     */
    public WrittenFile save(Path folder, DataType type) {
        requireNonNull(type, "type is null");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new NnException(Kind.ENGINE, folder + " cannot be made: " + e.getMessage(), e);
        }
        config.write(folder.resolve("config.json"), head);
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        parameters.writeTo(writer, type, this::fileName, false);
        return writer.write(folder.resolve("model.safetensors"));
    }

    private String fileName(String name) {
        boolean ofHead = name.startsWith("classifier");
        return head.trained() && !ofHead ? config.prefix() + name : name;
    }

    @Override
    public void close() {
        parameters.close();
    }
}
