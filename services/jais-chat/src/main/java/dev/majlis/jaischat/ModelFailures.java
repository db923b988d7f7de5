package dev.majlis.jaischat;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.models.ModelException;
import java.time.Duration;

/** How failures of models and engines look to clients (jais.md §7.2). */
public final class ModelFailures {
    /** The OpenAI code of a prompt that is too long. */
    public static final String TOO_LONG = "context_length_exceeded";

    /** The code of an option that the model's engine lacks. */
    public static final String UNSUPPORTED = "unsupported_by_engine";

    private ModelFailures() {}

    public static MeshException translate(ModelException failure) {
        String message = failure.getMessage();
        return switch (failure.code()) {
            case UNKNOWN_MODEL -> new MeshException(ProblemSlug.UNKNOWN_MODEL, message, failure);
            case TOO_LONG -> new MeshException(ProblemSlug.INVALID_REQUEST, message, failure).withCode(TOO_LONG);
            case INVALID -> new MeshException(ProblemSlug.INVALID_REQUEST, message, failure);
            case UNSUPPORTED -> new MeshException(ProblemSlug.INVALID_REQUEST, message, failure).withCode(UNSUPPORTED);
            case OVERLOADED ->
                new MeshException(ProblemSlug.OVERLOADED, message, failure)
                        .withStatus(429)
                        .withRetryAfter(Duration.ofSeconds(1));
            case DEADLINE -> new MeshException(ProblemSlug.DEADLINE_EXCEEDED, message, failure);
            case LOADING, UNAVAILABLE, CORRUPT, UNSAFE_FORMAT ->
                new MeshException(ProblemSlug.MODEL_LOADING, message, failure).withRetryAfter(Duration.ofSeconds(5));
            case ENGINE -> new MeshException(ProblemSlug.MODEL_FAILED, message, failure);
        };
    }
}
