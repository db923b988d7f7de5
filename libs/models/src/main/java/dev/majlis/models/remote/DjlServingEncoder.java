package dev.majlis.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.models.ModelException;
import dev.majlis.models.ModelException.Code;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.Encoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A text-embedding model in DJL Serving; vectors are brought to unit length here. */
public final class DjlServingEncoder implements Encoder {
    private final DjlServingClient client;
    private final int dimension;
    private final int maxTokens;

    /**
     * @param dimension length of a vector; another length is an engine failure
     * @param maxTokens that the deployed model reads
     */
    public DjlServingEncoder(RemoteSettings settings, int dimension, int maxTokens) {
        this.client = new DjlServingClient(settings);
        this.dimension = dimension;
        this.maxTokens = maxTokens;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public String name() {
        return client.settings().name();
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    /** Whether the management API calls the model healthy; blocks for at most the limit. */
    public boolean ready(Duration limit) {
        return client.ready(limit);
    }

    @Override
    public CompletionStage<List<Embedding>> embed(List<String> texts, EncodeOptions options) {
        if (options.overflow() != Overflow.TRUNCATE_LONGEST) {
            return CompletableFuture.failedFuture(new ModelException(
                    Code.UNSUPPORTED,
                    "model '" + name() + "' runs in DJL Serving, which truncates by itself: " + options.overflow()
                            + " cannot be had"));
        }
        try {
            return client.predict(
                    texts,
                    options.deadline(),
                    text -> client.http().mapper().getNodeFactory().textNode(text),
                    this::output);
        } catch (ModelException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Embedding output(JsonNode node) {
        if (!node.isArray() || node.size() != dimension) {
            throw new ModelException(
                    Code.ENGINE,
                    "model '" + name() + "' gave a vector of " + node.size() + " values, not " + dimension);
        }
        double squares = 0;
        for (JsonNode value : node) {
            squares += value.asDouble() * value.asDouble();
        }
        if (!Double.isFinite(squares) || squares == 0) {
            throw new ModelException(Code.ENGINE, "model '" + name() + "' gave a vector that has no direction");
        }
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (node.get(i).asDouble() / Math.sqrt(squares));
        }
        return new Embedding(vector, 0, 0);
    }

    @Override
    public void close() {
        client.close();
    }
}
