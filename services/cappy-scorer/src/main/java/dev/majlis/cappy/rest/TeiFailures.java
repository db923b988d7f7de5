package dev.majlis.cappy.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.mesh.error.FailureClassifier;
import dev.majlis.mesh.error.MeshException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Failures as Text Embeddings Inference words them: {@code {error, error_type}} (cappy.md §6). */
@ApplicationScoped
class TeiFailures {
    private final FailureClassifier classifier;

    @Inject
    TeiFailures(FailureClassifier classifier) {
        this.classifier = classifier;
    }

    record Body(String error, @JsonProperty("error_type") String errorType) {}

    Response respond(Throwable thrown) {
        MeshException failure = classifier.translate(thrown);
        Response.ResponseBuilder answer = Response.status(failure.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Body(failure.getMessage(), type(failure)));
        failure.retryAfter().ifPresent(after -> answer.header("Retry-After", Math.max(1, after.toSeconds())));
        return answer.build();
    }

    static String type(MeshException failure) {
        String code = failure.code().orElse("");
        return switch (failure.status()) {
            case 503 -> "Unhealthy";
            case 429 -> "Overloaded";
            case 424, 500, 502, 504 -> "Backend";
            default ->
                switch (code) {
                    case "EMPTY_BATCH" -> "Empty";
                    case "TOO_LONG" -> "Tokenizer";
                    default -> "Validation";
                };
        };
    }
}
