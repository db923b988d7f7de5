package dev.majlis.foe.rest;

import dev.majlis.foe.serve.BatchPredictor;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.LabelJoin;
import dev.majlis.foe.serve.PredictOrder;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Answers of a pool. */
@Path("/foe/v1/pools/{pool}")
@Produces(Examples.JSON)
@Tag(name = "Predictions")
public class PredictResource {
    private final BatchPredictor predictor;
    private final LabelJoin labels;
    private final CurrentRequest current;

    @Inject
    PredictResource(BatchPredictor predictor, LabelJoin labels, CurrentRequest current) {
        this.predictor = predictor;
        this.labels = labels;
        this.current = current;
    }

    @POST
    @Path("predict")
    @Consumes(Examples.JSON)
    @Operation(summary = "Answer inputs by a policy: all experts, as few as pay, or one")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "frugal", value = Examples.PREDICT)))
    public byte[] predict(@PathParam("pool") String pool, byte[] json) {
        return answer(pool, json, false);
    }

    @POST
    @Path("route")
    @Consumes(Examples.JSON)
    @Operation(summary = "Decide who would answer, asking nobody beyond what the policy needs for that")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "frugal", value = Examples.PREDICT)))
    public byte[] route(@PathParam("pool") String pool, byte[] json) {
        return answer(pool, json, true);
    }

    @POST
    @Path("labels")
    @Consumes(Examples.JSON)
    @Operation(summary = "Tell what the right answers were, by the ids of the inputs")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "late", value = Examples.LABELS)))
    public byte[] labels(@PathParam("pool") String pool, byte[] json) {
        return Wire.write(labels.join(pool, Fields.parse(json), current.facts().tenant()));
    }

    @GET
    @Path("drift")
    @Operation(summary = "Whether inputs still look like the fuser's rows, and how right its answers were")
    public byte[] drift(@PathParam("pool") String pool) {
        return Wire.write(labels.drift(pool));
    }

    private byte[] answer(String pool, byte[] json, boolean decideOnly) {
        PredictOrder order = PredictOrder.read(Fields.parse(json), Optional.of(pool));
        return Wire.write(predictor.answer(
                order, decideOnly, current.facts().tenant(), current.facts().deadline()));
    }
}
