package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import dev.majlis.cappy.classify.Classification;
import dev.majlis.cappy.classify.ClassifyAnswer;
import dev.majlis.cappy.error.Failures;
import dev.majlis.cappy.policy.HeadRooms;
import dev.majlis.cappy.rouge.RougeL;
import dev.majlis.cappy.rouge.RougeMode;
import dev.majlis.cappy.rouge.RougeScore;
import dev.majlis.cappy.text.Fields;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The service's own API (cappy.md §7); unknown fields are refused, scores are raw and their kind is declared. */
@Path("/")
@Consumes(JSON)
@Produces(JSON)
@Tag(name = "Cappy")
public class NativeResource {
    private final Classification classification;
    private final BestOfOperation bestOf;
    private final HeadRooms headRooms;
    private final RougeL rouge;
    private final Admission admission;

    @Inject
    NativeResource(
            Classification classification,
            BestOfOperation bestOf,
            HeadRooms headRooms,
            RougeL rouge,
            Admission admission) {
        this.classification = classification;
        this.bestOf = bestOf;
        this.headRooms = headRooms;
        this.rouge = rouge;
        this.admission = admission;
    }

    /** Rouge-L and how its tokens were made. */
    public record RougeAnswer(String mode, double precision, double recall, double f, int reference) {}

    @POST
    @Path("cappy/v1/classify")
    @Operation(summary = "Pick the best of several choices for each item")
    @RequestBody(
            content =
                    @Content(mediaType = JSON, examples = @ExampleObject(name = "example", value = Examples.CLASSIFY)))
    public ClassifyAnswer classify(@HeaderParam(Admission.KEY) String key, byte[] json) {
        Fields body = Fields.parse(json);
        return admission.admit(
                key,
                "cappy-scorer.classify",
                json,
                ClassifyAnswer.class,
                terms -> classification.classify(body, terms));
    }

    @POST
    @Path("cappy/v1/best-of")
    @Operation(summary = "Pick the best of several answers, given or sampled from a generator of the mesh")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = {
                                @ExampleObject(name = "self-score", value = Examples.BEST_OF),
                                @ExampleObject(name = "model", value = Examples.BEST_OF_CAPPY),
                                @ExampleObject(name = "stop", value = Examples.BEST_OF_STOP)
                            }))
    public BestOfAnswer bestOf(@HeaderParam(Admission.KEY) String key, byte[] json) {
        Fields body = Fields.parse(json);
        return admission.admit(
                key,
                "cappy-scorer.best-of",
                json,
                BestOfAnswer.class,
                terms -> bestOf.run(body, terms, admission.tenant()));
    }

    @GET
    @Path("cappy/v1/head-room")
    @Operation(
            summary =
                    "What a perfect choice would have gained, over all best-of requests of the tenant with references")
    public HeadRoomAnswer headRoom() {
        return HeadRoomAnswer.of(headRooms.of(admission.tenant()));
    }

    @POST
    @Path("cappy/v1/rouge")
    @Operation(summary = "Rouge-L of a prediction against the best of several references")
    @RequestBody(
            content = @Content(mediaType = JSON, examples = @ExampleObject(name = "example", value = Examples.ROUGE)))
    public RougeAnswer rouge(byte[] json) {
        Fields body = Fields.parse(json);
        List<String> references = body.oneOrMoreTexts("references");
        String prediction = body.text("prediction");
        RougeMode mode = body.word("mode", RougeMode::of, "compat, unicode").orElse(RougeMode.COMPAT);
        body.refuseUnknown();
        if (RougeL.work(references, List.of(prediction)) > RougeL.MAX_WORK) {
            throw Failures.invalid("/prediction", RougeL.TOO_MUCH);
        }
        RougeScore score = admission.admit(terms -> rouge.score(references, prediction, mode));
        return new RougeAnswer(mode.wireName(), score.precision(), score.recall(), score.f(), score.reference());
    }
}
