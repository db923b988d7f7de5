package dev.majlis.cappy.rest;

import static dev.majlis.cappy.rest.Examples.JSON;

import dev.majlis.cappy.score.ScoreItems;
import dev.majlis.cappy.score.ScoreItemsAnswer;
import dev.majlis.cappy.text.Fields;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /cappy/v1/score}: typed items as over Kafka, or, without {@code items}, what {@code /score} takes. */
@Path("/")
@Consumes(JSON)
@Produces(JSON)
@Tag(name = "Cappy")
public class NativeScoreResource {
    private final ScoreItems items;
    private final ScoreResource conventional;
    private final Admission admission;

    @Inject
    NativeScoreResource(ScoreItems items, ScoreResource conventional, Admission admission) {
        this.items = items;
        this.conventional = conventional;
        this.admission = admission;
    }

    @POST
    @Path("cappy/v1/score")
    @Operation(summary = "Score pairs")
    @RequestBody(
            content =
                    @Content(
                            mediaType = JSON,
                            examples = {
                                @ExampleObject(name = "items", value = Examples.SCORE_ITEMS),
                                @ExampleObject(name = "vllm", value = Examples.VLLM_SCORE)
                            }))
    public Response score(@HeaderParam(Admission.KEY) String key, byte[] json) {
        Fields body = Fields.parse(json);
        if (!body.has("items") && (body.has("documents") || body.has("text_2"))) {
            return conventional.score(json);
        }
        return Response.ok(admission.admit(
                        key, ScoreItems.OPERATION, json, ScoreItemsAnswer.class, terms -> items.score(body, terms)))
                .build();
    }
}
