package dev.majlis.models.encode;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A loaded model that turns texts into vectors. Thread-safe; batches by itself. */
public interface Encoder extends AutoCloseable {

    /** Length of a vector. */
    int dimension();

    /** Catalog name. */
    String name();

    /** Longest input, special tokens included. */
    int maxTokens();

    /** One L2-normalised vector {@code float[dimension]} for each text, in input order. */
    CompletionStage<List<Embedding>> embed(List<String> texts, EncodeOptions options);

    @Override
    void close();

    /**
     * @param vector unit length
     * @param tokens read by the model, special tokens included; 0 where a remote engine does not tell
     * @param truncatedTokens dropped to fit
     */
    record Embedding(float[] vector, int tokens, int truncatedTokens) {}
}
