package dev.majlis.nn.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import dev.majlis.nn.engine.TorchEngine;
import java.util.Optional;

/**
 * The encoder's forward pass, layer norm after each block. Arrays of a layer are given back at its end; what the backward
 * pass needs is kept by the engine. Layers below the lowest trainable parameter record nothing and drop nothing: their
 * output does not depend on the step. Not thread-safe.
 */
final class TransformerEncoder {
    private static final NDIndex FIRST_TOKEN = new NDIndex(":, 0:1");

    private final EncoderConfig config;
    private final Parameters parameters;

    TransformerEncoder(EncoderConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    /** The last hidden state, {@code float[n][width][d]}, in the scope. */
    NDArray hidden(EncoderBatch batch, Pass pass, NDManager scope) {
        return hidden(batch, pass, false, scope);
    }

    /**
     * The last hidden state of each first token, {@code float[n][1][d]}, in the scope. In the last layer the other tokens are
     * looked at only: what they would become nobody reads.
     */
    NDArray firstHidden(EncoderBatch batch, Pass pass, NDManager scope) {
        return hidden(batch, pass, true, scope);
    }

    private NDArray hidden(EncoderBatch batch, Pass pass, boolean onlyFirst, NDManager scope) {
        try (NDManager inner = scope.newSubManager()) {
            Optional<NDArray> mask = batch.mask();
            mask.ifPresent(array -> array.attach(inner));
            int lowest = lowestTrained();
            NDArray x = embed(batch, lowest < 0 ? pass : Pass.ANSWER, inner);
            for (int i = 0; i < config.layers(); i++) {
                try (NDManager local = inner.newSubManager()) {
                    x.attach(local);
                    NDArray wanted = onlyFirst && i == config.layers() - 1 ? x.get(FIRST_TOKEN) : x;
                    x = layer(wanted, x, mask, "encoder.layer." + i + ".", i >= lowest ? pass : Pass.ANSWER);
                    x.attach(inner);
                }
            }
            x.attach(scope);
            return x;
        }
    }

    /** −1 for the embeddings, else the first layer with a trainable parameter; the number of layers when there is none. */
    private int lowestTrained() {
        if (parameters.trainableNames().stream().anyMatch(name -> name.startsWith("embeddings."))) {
            return -1;
        }
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i + ".";
            if (parameters.trainableNames().stream().anyMatch(name -> name.startsWith(layer))) {
                return i;
            }
        }
        return config.layers();
    }

    private NDArray embed(EncoderBatch batch, Pass pass, NDManager inner) {
        try (NDManager local = inner.newSubManager()) {
            NDArray x = lookUp(batch.ids(), "embeddings.word_embeddings.weight", local)
                    .add(lookUp(batch.types(), "embeddings.token_type_embeddings.weight", local))
                    .add(lookUp(batch.positions(), "embeddings.position_embeddings.weight", local));
            x = pass.drop(norm(x, "embeddings.LayerNorm"), config.hiddenDropout());
            x.attach(inner);
            return x;
        }
    }

    private NDArray lookUp(NDArray rows, String table, NDManager local) {
        NDArray found = Embedding.embedding(rows, parameters.get(table), SparseFormat.DENSE)
                .singletonOrThrow();
        found.attach(local);
        return found;
    }

    /** What a layer makes of the wanted tokens, which look at all tokens. */
    private NDArray layer(NDArray wanted, NDArray all, Optional<NDArray> mask, String name, Pass pass) {
        // scaling the queries touches d numbers a token, scaling the scores would touch heads × width
        double scale = 1 / Math.sqrt((double) config.width() / config.heads());
        NDArray query = heads(TorchEngine.times(linear(wanted, name + "attention.self.query"), scale));
        NDArray key = heads(linear(all, name + "attention.self.key"));
        NDArray value = heads(linear(all, name + "attention.self.value"));
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2));
        if (mask.isPresent()) {
            scores = scores.add(mask.get());
        }
        NDArray weights = drop(scores.softmax(-1), all, pass, config.attentionDropout());
        NDArray mixed = weights.matMul(value).transpose(0, 2, 1, 3).reshape(wanted.getShape());
        NDArray attended = drop(linear(mixed, name + "attention.output.dense"), all, pass, config.hiddenDropout());
        NDArray middle = norm(attended.add(wanted), name + "attention.output.LayerNorm");
        NDArray wide = Activation.gelu(linear(middle, name + "intermediate.dense"));
        NDArray narrow = drop(linear(wide, name + "output.dense"), all, pass, config.hiddenDropout());
        return norm(narrow.add(middle), name + "output.LayerNorm");
    }

    /** Drops of x what would be dropped if all tokens were wanted. */
    private static NDArray drop(NDArray x, NDArray all, Pass pass, double rate) {
        Shape shape = x.getShape();
        int rows = shape.dimension() - 2;
        long tokens = all.getShape().get(1);
        if (shape.get(rows) == tokens) {
            return pass.drop(x, rate);
        }
        long[] whole = shape.getShape().clone();
        whole[rows] = tokens;
        return pass.dropFirst(x, new Shape(whole), rate);
    }

    private NDArray heads(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), config.heads(), config.width() / config.heads())
                .transpose(0, 2, 1, 3);
    }

    NDArray linear(NDArray x, String name) {
        return Linear.linear(x, parameters.get(name + ".weight"), parameters.get(name + ".bias"))
                .singletonOrThrow();
    }

    private NDArray norm(NDArray x, String name) {
        return LayerNorm.layerNorm(
                        x,
                        new Shape(config.width()),
                        parameters.get(name + ".weight"),
                        parameters.get(name + ".bias"),
                        (float) config.epsilon())
                .singletonOrThrow();
    }
}
