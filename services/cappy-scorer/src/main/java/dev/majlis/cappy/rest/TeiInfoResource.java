package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.config.CappyConfig;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.ScorerModel;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What Text Embeddings Inference tells of itself: {@code /info} and {@code /health}. */
@Path("/")
@Produces(JSON)
@Tag(name = "Text Embeddings Inference and Infinity")
public class TeiInfoResource {
    /** Padded tokens of one batch (libs/models). */
    private static final int BATCH_TOKENS = 16_384;

    private final Scorers scorers;
    private final CappyConfig config;
    private final TeiFailures failures;
    private final String version;

    @Inject
    TeiInfoResource(
            Scorers scorers,
            CappyConfig config,
            TeiFailures failures,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.scorers = scorers;
        this.config = config;
        this.failures = failures;
        this.version = version;
    }

    /** The fields of TEI's {@code Info}. */
    public record Info(
            @JsonProperty("model_id") String modelId,
            @JsonProperty("model_sha") String modelSha,
            @JsonProperty("model_dtype") String modelDtype,
            @JsonProperty("model_type") Map<String, Object> modelType,
            @JsonProperty("score_kind") String scoreKind,
            @JsonProperty("max_concurrent_requests") int maxConcurrentRequests,
            @JsonProperty("max_input_length") int maxInputLength,
            @JsonProperty("max_batch_tokens") int maxBatchTokens,
            @JsonProperty("max_client_batch_size") int maxClientBatchSize,
            @JsonProperty("auto_truncate") boolean autoTruncate,
            @JsonProperty("tokenization_workers") int tokenizationWorkers,
            String version) {}

    @GET
    @Path("info")
    @Operation(summary = "The default model and the limits")
    public Info info() {
        ScorerModel model = scorers.require(Optional.empty()).model();
        return new Info(
                model.name(),
                model.sha256(),
                "float32",
                Map.of("reranker", Map.of("id2label", Map.of("0", "LABEL_0"), "label2id", Map.of("LABEL_0", 0))),
                model.kind().wireName(),
                config.maxConcurrentRequests(),
                model.maxTokens(),
                BATCH_TOKENS,
                config.maxCandidates(),
                config.overflow() != Overflow.ERROR,
                1,
                version);
    }

    @GET
    @Path("health")
    @Operation(summary = "200 when the default model is ready, else 503")
    public Response health() {
        scorers.require(Optional.empty());
        return Response.ok().build();
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return failures.respond(failure);
    }
}
