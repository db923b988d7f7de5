package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.Activation;
import dev.majlis.cappy.score.ListScoring;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.PairScorer.Pair;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Cohere's and Jina's rerank, with the fields that vLLM's variant adds. {@code relevance_score} is the raw score, clamped or
 * squeezed into [0, 1] where the model's kind calls for it; the order is always that of the raw scores.
 */
@Path("/")
@Consumes(JSON)
@Produces(JSON)
@Tag(name = "Cohere and Jina")
public class RerankResource {
    private final ListScoring scoring;
    private final Scorers scorers;
    private final Admission admission;

    @Inject
    RerankResource(ListScoring scoring, Scorers scorers, Admission admission) {
        this.scoring = scoring;
        this.scorers = scorers;
        this.admission = admission;
    }

    /** A document that was asked back. */
    public record Document(String text) {}

    /** One document with its place in the request. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(int index, @JsonProperty("relevance_score") double relevanceScore, Document document) {}

    /** Version of the API. */
    public record ApiVersion(String version) {}

    /** What Cohere would bill. */
    public record BilledUnits(
            @JsonProperty("search_units") int searchUnits, @JsonProperty("total_tokens") int totalTokens) {}

    /** Tokens read and written. */
    public record Tokens(
            @JsonProperty("input_tokens") int inputTokens, @JsonProperty("output_tokens") int outputTokens) {}

    /** About the request. */
    public record Meta(
            @JsonProperty("api_version") ApiVersion apiVersion,
            @JsonProperty("billed_units") BilledUnits billedUnits,
            Tokens tokens) {}

    /** vLLM's and Jina's token count. */
    public record Usage(@JsonProperty("total_tokens") int totalTokens) {}

    /** The answer. */
    public record Answer(String id, String model, Usage usage, List<Result> results, Meta meta) {}

    @POST
    @Path("v1/rerank")
    @Operation(summary = "Order documents by how well they answer the query (version 1)")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = @ExampleObject(name = "example", value = Examples.COHERE_RERANK)))
    public Response rerank1(byte[] json) {
        return rerank(json, "1");
    }

    @POST
    @Path("v2/rerank")
    @Operation(summary = "Order documents by how well they answer the query (version 2)")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = @ExampleObject(name = "example", value = Examples.COHERE_RERANK)))
    public Response rerank2(byte[] json) {
        return rerank(json, "2");
    }

    private Response rerank(byte[] json, String version) {
        Fields body = Fields.parse(json);
        Optional<String> model = body.optionalText("model");
        String query = body.text("query");
        List<String> documents = body.elements("documents", RerankResource::document);
        int top = body.whole("top_n", 1, Integer.MAX_VALUE).orElse(documents.size());
        boolean returnDocuments = body.flag("return_documents", false);
        refuseChunking(body, model);
        Scored scored = admission.admit(terms -> scoring.score(
                model,
                documents.stream().map(document -> new Pair(query, document)).toList(),
                Optional.empty(),
                terms,
                i -> "/documents/" + i));
        Activation activation = Activation.ofRelevance(scored.model().kind());
        List<Result> results = ListScoring.ranking(scored).stream()
                .limit(top)
                .map(i -> new Result(
                        i,
                        activation.apply(scored.pairs().get(i).score()),
                        returnDocuments ? new Document(documents.get(i)) : null))
                .toList();
        var meta =
                new Meta(new ApiVersion(version), new BilledUnits(1, scored.tokens()), new Tokens(scored.tokens(), 0));
        var answer = new Answer(
                "rerank-" + admission.requestId(), scored.model().name(), new Usage(scored.tokens()), results, meta);
        return ScoreAnswers.of(answer, scored, activation);
    }

    private static String document(JsonNode document, String pointer) {
        return document.isObject() ? Fields.of(document, pointer).text("text") : Fields.text(document, pointer);
    }

    /** Documents are not cut into chunks here: what would do so is refused by name, never ignored. */
    private void refuseChunking(Fields body, Optional<String> model) {
        body.whole("max_tokens_per_doc", 1, Integer.MAX_VALUE).ifPresent(tokens -> {
            int limit = scorers.require(model).model().maxTokens();
            if (tokens < limit) {
                throw Failures.unsupported(
                        "/max_tokens_per_doc", "below the model's own limit of %d is not supported".formatted(limit));
            }
        });
        body.whole("max_chunks_per_doc", 1, Integer.MAX_VALUE)
                .filter(chunks -> chunks > 1)
                .ifPresent(chunks -> {
                    throw Failures.unsupported(
                            "/max_chunks_per_doc", "documents are not cut into chunks; send 1 or nothing");
                });
        if (body.has("rank_fields") && !body.texts("rank_fields").equals(List.of("text"))) {
            throw Failures.unsupported("/rank_fields", "only the field text is ranked");
        }
    }
}
