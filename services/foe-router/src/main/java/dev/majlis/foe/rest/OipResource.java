package dev.majlis.foe.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.majlis.foe.error.Failures;
import dev.majlis.foe.serve.BatchPredictor;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.PoolRecord;
import dev.majlis.foe.serve.Pools;
import dev.majlis.foe.serve.PredictAnswer;
import dev.majlis.foe.serve.ServedPools;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.error.ErrorShape;
import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemMapper;
import dev.majlis.mesh.error.ProblemSlug;
import dev.majlis.mesh.json.Json;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Open Inference Protocol V2: a pool is a model. Input {@code input}, BYTES [n]; outputs {@code label} or {@code expert} and
 * {@code text}, BYTES [n], and {@code probabilities}, FP32 [n, classes].
 */
@Path("/v2")
@Produces(Examples.JSON)
@Tag(name = "Open Inference Protocol V2")
public class OipResource {
    private final BatchPredictor predictor;
    private final Pools pools;
    private final ServedPools served;
    private final CurrentRequest current;

    @Inject
    OipResource(BatchPredictor predictor, Pools pools, ServedPools served, CurrentRequest current) {
        this.predictor = predictor;
        this.pools = pools;
        this.served = served;
        this.current = current;
    }

    @GET
    @Operation(summary = "The server")
    public byte[] server() {
        return Json.write(Map.of("name", "majlis-foe-router", "version", "1", "extensions", List.of()));
    }

    @GET
    @Path("health/live")
    @Operation(summary = "Whether the server lives")
    public byte[] live() {
        return Json.write(Map.of("live", true));
    }

    @GET
    @Path("health/ready")
    @Operation(summary = "Whether the server is ready")
    public byte[] ready() {
        pools.list();
        return Json.write(Map.of("ready", true));
    }

    @GET
    @Path("models/{pool}")
    @Operation(summary = "A pool's tensors")
    public byte[] model(@PathParam("pool") String pool) {
        PoolRecord record = pools.find(pool);
        ObjectNode model = Json.mapper().createObjectNode().put("name", pool).put("platform", "majlis-foe");
        model.putArray("versions").add(record.fuser().orElse("none"));
        model.set("inputs", Json.mapper().valueToTree(List.of(tensor("input", "BYTES", -1))));
        model.set("outputs", Json.mapper().valueToTree(OipAnswer.describe(served.find(pool))));
        return Json.write(model);
    }

    @GET
    @Path("models/{pool}/ready")
    @Operation(summary = "Whether a pool has a fuser that may be used")
    public Response modelReady(@PathParam("pool") String pool) {
        boolean ready = true;
        try {
            served.find(pool).fuser(false);
        } catch (MeshException e) {
            if (e.status() == 404) {
                throw e;
            }
            ready = false;
        }
        return Response.status(ready ? 200 : 503)
                .entity(Json.write(Map.of("name", pool, "ready", ready)))
                .build();
    }

    @POST
    @Path("models/{pool}/infer")
    @Consumes(Examples.JSON)
    @Operation(summary = "Answer texts; parameters may hold policy, budget, deadline_ms and allow_stale")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "texts", value = Examples.INFER)))
    public Response infer(@PathParam("pool") String pool, byte[] json) {
        OipRequest request = OipRequest.read(Fields.parse(json));
        PredictAnswer answer = predictor.answer(
                request.order(pool),
                false,
                current.facts().tenant(),
                current.facts().deadline());
        for (Object result : answer.results()) {
            if (result instanceof PredictAnswer.Failed failed) {
                return shaped(new MeshException(
                                ProblemSlug.MODEL_FAILED,
                                failed.error().code() + ": " + failed.error().detail())
                        .withStatus(424));
            }
        }
        JsonNode body = OipAnswer.of(request, answer, served.find(pool));
        return Response.ok(Wire.write(body)).build();
    }

    private static Response shaped(MeshException failure) {
        ProblemMapper.Answer answer = ProblemMapper.answer(failure, ErrorShape.OIP, null, null);
        return Response.status(answer.status())
                .type(answer.mediaType())
                .entity(answer.body())
                .build();
    }

    static Map<String, Object> tensor(String name, String datatype, int... shape) {
        if (shape.length == 0) {
            throw Failures.invalid("/shape", "is empty");
        }
        return Map.of("name", name, "datatype", datatype, "shape", shape);
    }
}
