package dev.majlis.foe.rest;

import dev.majlis.foe.expert.ExpertProbe;
import dev.majlis.foe.expert.RegisteredExpert;
import dev.majlis.foe.serve.ExpertRecord;
import dev.majlis.foe.serve.Experts;
import dev.majlis.foe.serve.Fields;
import dev.majlis.foe.serve.WatchedExperts;
import dev.majlis.foe.serve.Wire;
import dev.majlis.mesh.rest.CurrentRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The registry of experts. */
@Path("/foe/v1/experts")
@Produces(Examples.JSON)
@Tag(name = "Experts")
public class ExpertsResource {
    private final Experts experts;
    private final ExpertProbe probe;
    private final WatchedExperts watched;
    private final Keyed keyed;
    private final CurrentRequest current;

    @Inject
    ExpertsResource(Experts experts, WatchedExperts watched, Clock clock, Keyed keyed, CurrentRequest current) {
        this.experts = experts;
        this.probe = new ExpertProbe(watched, clock);
        this.watched = watched;
        this.keyed = keyed;
        this.current = current;
    }

    @POST
    @Consumes(Examples.JSON)
    @Operation(summary = "Register an expert: a classifier, a generator or a scorer, and where it is")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "mesh", value = Examples.EXPERT)))
    public Response register(@HeaderParam("Idempotency-Key") String key, byte[] json) {
        return keyed.once(key, "POST /experts", json, () -> {
            ExpertView view = view(experts.register(Fields.parse(json)));
            return Keyed.Made.created("/foe/v1/experts/" + view.id(), view);
        });
    }

    @GET
    @Operation(summary = "All experts, oldest first")
    public byte[] list() {
        return Wire.write(
                Map.of("experts", experts.list().stream().map(this::view).toList()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "An expert with its version and health")
    public byte[] show(@PathParam("id") String id) {
        return Wire.write(view(experts.find(id)));
    }

    @PUT
    @Path("{id}")
    @Consumes(Examples.JSON)
    @Operation(summary = "A new version of an expert; expected_version must be the current one where it is given")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "mesh", value = Examples.EXPERT)))
    public byte[] change(@PathParam("id") String id, byte[] json) {
        return Wire.write(view(experts.change(id, Fields.parse(json))));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Retire an expert; refused while a pool has it")
    public byte[] retire(@PathParam("id") String id) {
        return Wire.write(view(experts.retire(id)));
    }

    @POST
    @Path("{id}/probe")
    @Consumes(Examples.JSON)
    @Operation(summary = "Ask an expert once and check schema, distribution, version and latency of its answer")
    @RequestBody(
            content =
                    @Content(
                            mediaType = Examples.JSON,
                            examples = @ExampleObject(name = "input", value = "{\"input\": \"what a day\"}")))
    public byte[] probe(@PathParam("id") String id, byte[] json) {
        Fields body = Fields.parse(json);
        var input = body.find("input");
        body.refuseUnknown();
        RegisteredExpert expert = experts.find(id).registered();
        return Wire.write(probe.probe(
                expert,
                input.orElseGet(() -> ExpertProbe.sample(expert)),
                current.facts().tenant()));
    }

    private ExpertView view(ExpertRecord expert) {
        return ExpertView.of(expert, watched.health(expert.id()));
    }
}
