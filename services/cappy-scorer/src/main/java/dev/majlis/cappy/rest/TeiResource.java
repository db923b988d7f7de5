package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.score.Activation;
import dev.majlis.cappy.score.ListScoring;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.text.Fields;
import dev.majlis.models.encode.EncodeOptions.Overflow;
import dev.majlis.models.encode.PairScorer.Pair;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Text Embeddings Inference 1.9; {@code /rerank} with {@code documents} instead of {@code texts} is Infinity's. */
@Path("/")
@Consumes(JSON)
@Produces(JSON)
@Tag(name = "Text Embeddings Inference and Infinity")
public class TeiResource {
    private static final String LABEL = "LABEL_0";

    private final ListScoring scoring;
    private final InfinityRerank infinity;
    private final Admission admission;
    private final TeiFailures failures;

    @Inject
    TeiResource(ListScoring scoring, InfinityRerank infinity, Admission admission, TeiFailures failures) {
        this.scoring = scoring;
        this.infinity = infinity;
        this.admission = admission;
        this.failures = failures;
    }

    /** One text with its place in the request. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rank(int index, double score, String text) {}

    /** One score. */
    public record Prediction(double score, String label) {}

    @POST
    @Path("rerank")
    @Operation(summary = "Order texts by how well they answer the query")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = {
                                @ExampleObject(name = "tei", value = Examples.TEI_RERANK),
                                @ExampleObject(name = "infinity", value = Examples.INFINITY_RERANK)
                            }))
    public Response rerank(byte[] json) {
        Fields body = Fields.parse(json);
        if (!body.has("documents")) {
            return ranked(body);
        }
        if (body.has("texts")) {
            throw Failures.invalid("/texts", "is another name for documents; send one of the two");
        }
        return infinity.rerank(body);
    }

    private Response ranked(Fields body) {
        String query = body.text("query");
        List<String> texts = body.texts("texts");
        boolean raw = body.flag("raw_scores", false);
        boolean returnText = body.flag("return_text", false);
        Optional<Overflow> overflow = overflow(body);
        Scored scored = admission.admit(terms -> scoring.score(
                Optional.empty(),
                texts.stream().map(text -> new Pair(query, text)).toList(),
                overflow,
                terms,
                i -> "/texts/" + i));
        Activation activation = Activation.ofServer(scored.model().kind(), raw);
        List<Rank> ranks = ListScoring.ranking(scored).stream()
                .map(i ->
                        new Rank(i, activation.apply(scored.pairs().get(i).score()), returnText ? texts.get(i) : null))
                .toList();
        return ScoreAnswers.of(ranks, scored, activation);
    }

    @POST
    @Path("predict")
    @Operation(summary = "Score one pair, or a list of pairs")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = {
                                @ExampleObject(name = "pair", value = Examples.TEI_PREDICT),
                                @ExampleObject(name = "batch", value = Examples.TEI_PREDICT_BATCH)
                            }))
    public Response predict(byte[] json) {
        Fields body = Fields.parse(json);
        JsonNode inputs = body.require("inputs");
        boolean single = inputs.isTextual()
                || (inputs.isArray() && inputs.size() == 2 && inputs.get(0).isTextual());
        List<Pair> pairs = single ? List.of(pair(inputs, "/inputs")) : body.elements("inputs", TeiResource::pair);
        boolean raw = body.flag("raw_scores", false);
        Optional<Overflow> overflow = overflow(body);
        Scored scored = admission.admit(terms -> scoring.score(
                Optional.empty(), pairs, overflow, terms, i -> single ? "/inputs/1" : "/inputs/" + i + "/1"));
        Activation activation = Activation.ofServer(scored.model().kind(), raw);
        List<List<Prediction>> predictions = new ArrayList<>();
        scored.scores().forEach(score -> predictions.add(List.of(new Prediction(activation.apply(score), LABEL))));
        return ScoreAnswers.of(single ? predictions.get(0) : predictions, scored, activation);
    }

    private static Pair pair(JsonNode input, String pointer) {
        if (input.isArray() && input.size() == 2) {
            return new Pair(Fields.text(input.get(0), pointer + "/0"), Fields.text(input.get(1), pointer + "/1"));
        }
        throw Failures.invalid(pointer, "expected two texts: this model scores pairs, not single texts");
    }

    /** Not asked: the server's own policy, as {@code auto_truncate} of {@code /info} says. */
    private static Optional<Overflow> overflow(Fields body) {
        Overflow side = body.word("truncation_direction", TeiResource::side, "Right, Left")
                .orElse(Overflow.TRUNCATE_LONGEST);
        return body.optionalFlag("truncate").map(truncate -> truncate ? side : Overflow.ERROR);
    }

    private static Optional<Overflow> side(String direction) {
        return switch (direction) {
            case "Right", "right" -> Optional.of(Overflow.TRUNCATE_LONGEST);
            case "Left", "left" -> Optional.of(Overflow.TRUNCATE_INSTRUCTION_HEAD);
            default -> Optional.empty();
        };
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return failures.respond(failure);
    }
}
