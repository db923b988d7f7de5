package dev.majlis.foe.embed;

import static java.util.Objects.requireNonNull;

import dev.majlis.foe.expert.Embedder;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.ModelException;
import dev.majlis.models.encode.EncodeOptions;
import dev.majlis.models.encode.Encoder;
import dev.majlis.models.encode.Encoder.Embedding;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Embeds with an encoder of the models library, opened when the first text comes: a router without generators loads nothing. */
public final class EncoderEmbedder implements Embedder, AutoCloseable {
    /** Catalog entry of the encoder. */
    public static final String MODEL = "minilm-l6-v2-onnx-q";

    private static final long PATIENCE_SECONDS = 60;

    private final Supplier<Encoder> opening;
    private Encoder encoder;
    private boolean closed;

    public EncoderEmbedder(Supplier<Encoder> opening) {
        this.opening = requireNonNull(opening, "opening is null");
    }

    @Override
    public int width() {
        return opened().dimension();
    }

    @Override
    public float[][] embed(List<String> texts) {
        try {
            List<Embedding> vectors = opened().embed(texts, EncodeOptions.defaults())
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return vectors.stream().map(Embedding::vector).toArray(float[][]::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MeshException(ProblemSlug.CANCELLED, "stopped while texts were embedded", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        }
    }

    private synchronized Encoder opened() {
        if (closed) {
            throw new MeshException(ProblemSlug.OVERLOADED, "the service is shutting down");
        }
        if (encoder == null) {
            try {
                encoder = opening.get();
            } catch (ModelException e) {
                throw failed(e);
            }
        }
        return encoder;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }

    private static MeshException failed(Throwable cause) {
        return new MeshException(ProblemSlug.MODEL_FAILED, "the text could not be embedded", cause)
                .withCode("EMBEDDER_FAILED");
    }
}
