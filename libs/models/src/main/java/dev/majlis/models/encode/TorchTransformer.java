package dev.majlis.models.encode;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A BERT or RoBERTa encoder on the PyTorch engine of DJL, in fp32, straight from safetensors: no traced graph, no Python.
 * Embeddings are summed here, the layers run as engine operations. Not for concurrent use.
 */
final class TorchTransformer implements AutoCloseable {
    private static final float MASKED = -1e9f;

    private final TransformerConfig config;
    private final NDManager manager;
    private final Map<String, NDArray> weights = new HashMap<>();
    private final String prefix;
    private final float[] words;
    private final float[] positions;
    private final float[] types;

    TorchTransformer(SafetensorsFile file, TransformerConfig config, int threads) {
        this.config = config;
        this.prefix = prefix(file);
        this.words = file.floats(prefix + "embeddings.word_embeddings.weight");
        this.positions = file.floats(prefix + "embeddings.position_embeddings.weight");
        this.types = file.floats(prefix + "embeddings.token_type_embeddings.weight");
        this.manager = manager(threads);
        try {
            for (String name : file.names()) {
                if (!name.contains("_embeddings.")
                        && file.find(name).orElseThrow().type().contains("F")) {
                    weights.put(name, manager.create(file.floats(name), new Shape(file.shape(name))));
                }
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static String prefix(SafetensorsFile file) {
        String tail = "embeddings.word_embeddings.weight";
        return file.names().stream()
                .filter(name -> name.endsWith(tail))
                .map(name -> name.substring(0, name.length() - tail.length()))
                .findFirst()
                .orElseThrow(() -> new ModelException(Code.CORRUPT, "the weights have no tensor named …" + tail));
    }

    private static NDManager manager(int threads) {
        // read once, when the engine starts: all models of a process share its threads
        if (System.getProperty("ai.djl.pytorch.num_threads") == null) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
            System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        }
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        try {
            return NDManager.newBaseManager(Device.cpu(), "PyTorch");
        } catch (EngineException | IllegalArgumentException e) {
            throw new ModelException(
                    Code.UNSUPPORTED,
                    "the PyTorch engine is not on the classpath; add ai.djl.pytorch:pytorch-engine, pytorch-native-cpu and"
                            + " pytorch-jni, or use an ONNX model",
                    e);
        }
    }

    TransformerConfig config() {
        return config;
    }

    /** A manager for the arrays of one batch. */
    NDManager scratch() {
        return manager.newSubManager();
    }

    boolean has(String name) {
        return weights.containsKey(name + ".weight");
    }

    /** Name of an encoder weight, as the file spells it. */
    String named(String name) {
        return prefix + name;
    }

    /** The last hidden state, {@code float[n][width][d]}, in the scratch manager. */
    NDArray hidden(List<TokenSequence> batch, NDManager scratch) {
        int width = batch.stream().mapToInt(TokenSequence::length).max().orElseThrow();
        var shape = new Shape(batch.size(), width, config.width());
        NDArray x = scratch.create(embedded(batch, width), shape);
        NDArray mask = scratch.create(mask(batch, width), new Shape(batch.size(), 1, 1, width));
        x = norm(x, prefix + "embeddings.LayerNorm");
        for (int i = 0; i < config.layers(); i++) {
            x = layer(x, mask, prefix + "encoder.layer." + i + ".");
        }
        return x;
    }

    private float[] embedded(List<TokenSequence> batch, int width) {
        int d = config.width();
        float[] x = new float[batch.size() * width * d];
        for (int row = 0; row < batch.size(); row++) {
            TokenSequence sequence = batch.get(row);
            for (int at = 0; at < sequence.length(); at++) {
                int word = sequence.ids()[at] * d;
                int position = (config.firstPosition() + at) * d;
                int type = sequence.types()[at] * d;
                int out = (row * width + at) * d;
                for (int i = 0; i < d; i++) {
                    x[out + i] = words[word + i] + types[type + i] + positions[position + i];
                }
            }
        }
        return x;
    }

    private static float[] mask(List<TokenSequence> batch, int width) {
        float[] mask = new float[batch.size() * width];
        for (int row = 0; row < batch.size(); row++) {
            for (int at = batch.get(row).length(); at < width; at++) {
                mask[row * width + at] = MASKED;
            }
        }
        return mask;
    }

    private NDArray layer(NDArray x, NDArray mask, String name) {
        NDArray query = heads(linear(x, name + "attention.self.query"));
        NDArray key = heads(linear(x, name + "attention.self.key"));
        NDArray value = heads(linear(x, name + "attention.self.value"));
        double scale = 1 / Math.sqrt((double) config.width() / config.heads());
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)).mul(scale).add(mask);
        NDArray mixed = scores.softmax(-1).matMul(value).transpose(0, 2, 1, 3).reshape(x.getShape());
        NDArray attended =
                norm(linear(mixed, name + "attention.output.dense").add(x), name + "attention.output.LayerNorm");
        NDArray inner = Activation.gelu(linear(attended, name + "intermediate.dense"));
        return norm(linear(inner, name + "output.dense").add(attended), name + "output.LayerNorm");
    }

    private NDArray heads(NDArray x) {
        long n = x.getShape().get(0);
        long width = x.getShape().get(1);
        return x.reshape(n, width, config.heads(), config.width() / config.heads())
                .transpose(0, 2, 1, 3);
    }

    NDArray linear(NDArray x, String name) {
        return Linear.linear(x, weight(name + ".weight"), weight(name + ".bias"))
                .singletonOrThrow();
    }

    private NDArray norm(NDArray x, String name) {
        return LayerNorm.layerNorm(
                        x, new Shape(config.width()), weight(name + ".weight"), weight(name + ".bias"), (float)
                                config.epsilon())
                .singletonOrThrow();
    }

    private NDArray weight(String name) {
        NDArray weight = weights.get(name);
        if (weight == null) {
            throw new ModelException(Code.CORRUPT, "the weights have no tensor named " + name);
        }
        return weight;
    }

    @Override
    public void close() {
        manager.close();
    }
}
