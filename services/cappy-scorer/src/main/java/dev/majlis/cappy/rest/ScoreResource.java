package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.majlis.cappy.score.Activation;
import dev.majlis.cappy.score.ListScoring;
import dev.majlis.cappy.score.Scored;
import dev.majlis.cappy.score.Scorers;
import dev.majlis.cappy.text.Fields;
import dev.majlis.mesh.error.ErrorShape;
import dev.majlis.mesh.error.FailureClassifier;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** vLLM's score: one query with n documents, or n with n; errors in the shape of OpenAI's, as vLLM's are. */
@Path("/")
@Consumes(JSON)
@Produces(JSON)
@Tag(name = "vLLM")
public class ScoreResource {
    private final ListScoring scoring;
    private final Scorers scorers;
    private final Admission admission;
    private final FailureClassifier failures;
    private final Clock clock;

    @Inject
    ScoreResource(ListScoring scoring, Scorers scorers, Admission admission, FailureClassifier failures, Clock clock) {
        this.scoring = scoring;
        this.scorers = scorers;
        this.admission = admission;
        this.failures = failures;
        this.clock = clock;
    }

    /** One score, in input order. */
    public record Data(int index, String object, double score) {}

    /** Tokens read. */
    public record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("total_tokens") int totalTokens,
            @JsonProperty("completion_tokens") int completionTokens) {}

    /** The answer. */
    public record Answer(String id, String object, long created, String model, List<Data> data, Usage usage) {}

    @POST
    @Path("score")
    @Operation(summary = "Score queries against documents")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = @ExampleObject(name = "example", value = Examples.VLLM_SCORE)))
    public Response score(byte[] json) {
        return answer(json);
    }

    @POST
    @Path("v1/score")
    @Operation(summary = "Score queries against documents")
    @RequestBody(
            content =
                    @Content(mediaType = JSON, examples = @ExampleObject(name = "example", value = Examples.VLLM_ZIP)))
    public Response score1(byte[] json) {
        return answer(json);
    }

    private Response answer(byte[] json) {
        ScoreRequest request = ScoreRequest.of(
                Fields.parse(json), model -> scorers.require(model).model().maxTokens());
        Scored scored = admission.admit(
                terms -> scoring.score(request.model(), request.pairs(), request.overflow(), terms, request::pointer));
        Activation activation = Activation.ofServer(scored.model().kind(), !request.activation());
        List<Data> data = new ArrayList<>();
        for (double score : scored.scores()) {
            data.add(new Data(data.size(), "score", activation.apply(score)));
        }
        var answer = new Answer(
                "score-" + request.id().orElseGet(admission::requestId),
                "list",
                clock.instant().getEpochSecond(),
                scored.model().name(),
                data,
                new Usage(scored.tokens(), scored.tokens(), 0));
        return ScoreAnswers.of(answer, scored, activation);
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return ShapedFailure.respond(failures.translate(failure), ErrorShape.OPENAI);
    }
}
